import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { graphOf } from "../../platform/fleet/graph-of.ts";
import { Workspace } from "./cli.ts";
import { comparableGraph, comparableState, known } from "./compare.ts";
import { programs } from "./programs.ts";

const workspace = new Workspace();
afterAll(() => workspace.remove());

/** Makes a service of a program; gives its folder below the workspace's. */
function service(name: string, { main = "index.ts", ...files }: Readonly<Record<string, string>>): string {
  const folder = join("services", name);
  const project = `name: ${name}\nmain: ${main}\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    nodeargs: --import tsx\nconfig:\n  owner: crew\n`;
  const all = { "Pulumi.yaml": project, "Pulumi.dev.yaml": "config:\n  aws:region: eu-west-1\n", ...files };
  for (const [file, text] of Object.entries(all)) {
    const path = join(workspace.dir, folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

const named = Object.entries(programs).map(
  ([shape, files], i) => [shape, `program-${i + 1}`, files] as const,
);

describe.concurrent("with the real pulumi CLI, a program that", () => {
  test.each(named)("%s has the graph that it has offline", async (_, name, files) => {
    const dir = await workspace.stack(service(name, files), "dev");
    const offline = await graphOf(dir, { stage: "dev" });
    await workspace.pulumi(dir, "up", "--yes", "--skip-preview");
    const state = JSON.parse(await workspace.pulumi(dir, "stack", "export", "--show-secrets"));
    expect(offline.resources.length).toBeGreaterThan(2);
    expect(known(comparableState(state), comparableGraph(offline))).toEqual(comparableGraph(offline));
  });
});

/**
 * Ways to end that a program shouldn't have, and one that looks so. A program that awaits what never comes is none of
 * them: the CLI takes it for one without outputs, and offline it fails.
 */
const ends = [
  ["exits with a code", "process.exit(3);"],
  ["sets an exit code", "process.exitCode = 7;"],
  ["rejects late", "setTimeout(() => Promise.reject(new Error('late')), 20);"],
  ["logs an error", "await pulumi.log.error('bad');"],
  ["waits for itself", "new aws.sqs.Queue('waiting', { name: new Promise<string>(() => {}) });"],
  ["exits with 0 in the middle", "await new Promise((done) => jobs.id.apply(done)); process.exit(0);"],
] as const;

describe.concurrent("by the real pulumi CLI, a program that", () => {
  test.each(ends.map(([what, line], i) => [what, `ending-${i + 1}`, line] as const))(
    "%s ends as it does offline",
    async (_, name, line) => {
      const program = `import * as aws from "@pulumi/aws";\nimport * as pulumi from "@pulumi/pulumi";\nconst jobs = new aws.sqs.Queue("jobs");\nexport const name = pulumi.getStack();\n${line}\n`;
      const dir = await workspace.stack(service(name, { "index.ts": program }), "dev");
      const offline = await graphOf(dir, { stage: "dev" }).then(
        () => "ends well",
        () => "fails",
      );
      const cli = await workspace.pulumi(dir, "preview").then(
        () => "ends well",
        () => "fails",
      );
      expect(offline).toBe(cli);
    },
  );
});

test("the real pulumi CLI deploys a program with an exception that has expired, and warns; offline it is refused", async () => {
  const override = '{ value: "PassThrough", reason: "A test.", owner: "crew", expires: "2020-12-31" }';
  const project =
    "name: expired\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    nodeargs: --import tsx\n" +
    'config:\n  owner: crew\n  expired:tags:\n    value:\n      cost-centre: "1234"\n';
  const files = {
    "Pulumi.yaml": project,
    "src/handler.ts": "export const handler = async () => 1;",
    "index.ts": `import { Function } from "#platform";\nnew Function("worker", { handler: "src/handler.ts", tracing: ${override} });\n`,
  };
  const dir = await workspace.stack(service("expired", files), "dev");
  await expect(graphOf(dir, { stage: "dev" })).rejects.toThrow("expired on 2020-12-31");
  const printed = await workspace.pulumi(dir, "up", "--yes", "--skip-preview");
  expect(printed).toContain("The override of function.tracing expired on 2020-12-31. crew answers for it");
  // Tags of the project's config are an object below `value`, as the CLI wants it.
  const offline = await graphOf(dir, { stage: "dev", expired: "accepted" });
  const state = JSON.parse(await workspace.pulumi(dir, "stack", "export", "--show-secrets"));
  expect(known(comparableState(state), comparableGraph(offline))).toEqual(comparableGraph(offline));
  expect(offline.get("worker-function").inputs.tags).toMatchObject({ "cost-centre": "1234" });
});
