import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { graphOf } from "../../../platform/fleet/graph-of.ts";
import { compare } from "../../../platform/fleet/impact/index.ts";
import { Workspace } from "../cli.ts";
import { Account } from "../plugins/account.ts";
import { alone, together } from "./impact-pairs.ts";

const workspace = new Workspace();
afterAll(() => workspace.remove());
// Queues that programs look up and import.
for (const name of ["lookup", "own", "imported"])
  new Account(join(workspace.dir, "account")).create("aws:sqs/queue:Queue", "eu-west-1", { name });

/** What `pulumi preview --json` prints, as far as it is compared. */
interface Preview {
  readonly steps: readonly {
    readonly op: string;
    readonly urn: string;
    readonly replaceReasons?: readonly string[] | null;
  }[];
}

/** URN to operation; of a replacement also the arguments that force it, and whether the old one goes first. */
type Operations = Readonly<Record<string, readonly unknown[]>>;

const isFrame = (urn: string) => /^urn:pulumi:\w+::[\w-]+::pulumi:(pulumi:Stack|providers:)/.test(urn);

const sorted = (all: readonly (readonly [string, Operations[string]])[]): Operations =>
  Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));

const replacement = (keys: readonly string[], deletedFirst: boolean) => [
  "replace",
  [...keys].sort(),
  deletedFirst ? "deleted first" : "created first",
];

function previewed({ steps }: Preview): Operations {
  const of = (urn: string, op: string) => steps.findIndex((one) => one.urn === urn && one.op === op);
  return sorted(
    steps
      .filter(({ op, urn }) => /^(create|update|replace|delete|import)$/.test(op) && !isFrame(urn))
      .map(({ op, urn }) => {
        if (op !== "replace") return [urn, [op]];
        const [made, gone] = [of(urn, "create-replacement"), of(urn, "delete-replaced")];
        return [urn, replacement(steps[made]?.replaceReasons ?? [], gone >= 0 && gone < made)];
      }),
  );
}

/** The operations that a comparison of the programs' graphs gives. */
async function compared(dir: string, programs: readonly [before: string, after: string]) {
  const graphs = [];
  for (const program of programs) {
    writeFileSync(join(dir, "index.ts"), program);
    graphs.push(await graphOf(dir, { stage: "dev" }));
  }
  const { changes } = compare(graphs[0], graphs[1], { dirs: { before: dir, after: dir } });
  return sorted(
    changes
      .filter(({ operation, urn }) => operation !== "same" && !isFrame(urn))
      .map(({ urn, operation, replacedBy, deletedFirst = false }) => [
        urn,
        operation === "replace" ? replacement(replacedBy, deletedFirst) : [operation],
      ]),
  );
}

async function service(name: string): Promise<string> {
  const folder = join("services", name);
  const dir = join(workspace.dir, folder);
  mkdirSync(join(dir, "code"), { recursive: true });
  writeFileSync(
    join(dir, "Pulumi.yaml"),
    `name: ${name}\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    nodeargs: --import tsx\nconfig:\n  owner: crew\n`,
  );
  writeFileSync(join(dir, "Pulumi.dev.yaml"), "config:\n  aws:region: eu-west-1\n");
  writeFileSync(join(dir, "code", "index.mjs"), "export const handler = async () => 1;");
  return workspace.stack(folder, "dev");
}

/** Both versions through the CLI and through a comparison. */
async function judged(name: string, programs: readonly [before: string, after: string], fails = false) {
  const dir = await service(name);
  const ours = await compared(dir, programs);
  const write = (which: 0 | 1) => writeFileSync(join(dir, "index.ts"), programs[which]);
  write(0);
  await workspace.pulumi(dir, "up", "--yes", "--skip-preview");
  write(1);
  const { stdout, code } = await workspace.preview(dir);
  expect(code === 0, stdout).toBe(!fails);
  return { ours, theirs: previewed(JSON.parse(stdout) as Preview) };
}

const head = `import * as aws from "@pulumi/aws";\nimport * as pulumi from "@pulumi/pulumi";\n`;

/** One program of all pairs, each in a block of its own. */
const programOf = (which: 0 | 1) =>
  head +
  Object.entries(together)
    .map(([title, pair]) => `// ${title}\n{\n${pair[which]}\n}\n`)
    .join("");

describe("pulumi preview of the real CLI names the operations that impact names", () => {
  test(`for ${Object.keys(together).length} changes in one program`, async () => {
    const { ours, theirs } = await judged("together", [programOf(0), programOf(1)]);
    expect(ours).toEqual(theirs);
  });

  test.each(Object.entries(alone))("when %s", async (title, { programs: [before, after], fails }) => {
    const name = `alone-${Object.keys(alone).indexOf(title)}`;
    const { ours, theirs } = await judged(name, [head + before, head + after], fails);
    expect(ours).toEqual(theirs);
  });
});
