import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { flagOf } from "../../generators/answers/flags.ts";
import type { Graph } from "../../platform/engine/index.ts";
import { graphOf } from "../../platform/fleet/graph-of.ts";
import { serviceNames } from "../../platform/fleet/services.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { typical } from "../generators/support/services.ts";
import { Workspace, writeProject } from "./cli.ts";
import { comparableGraph, comparableState } from "./compare.ts";
import { productionModules } from "./production.ts";

const workspaces: Workspace[] = [];
afterAll(() => {
  for (const workspace of workspaces) workspace.remove();
});

function newWorkspace(): Workspace {
  const workspace = new Workspace();
  workspaces.push(workspace);
  return workspace;
}

interface Preview {
  readonly steps: readonly {
    readonly op: string;
    readonly urn: string;
    readonly diffReasons?: readonly string[];
  }[];
}

const changes = (preview: string) => (JSON.parse(preview) as Preview).steps.filter(({ op }) => op !== "same");

/** The organisation doubles the memory of every function. */
function changeDefault(workspace: Workspace): void {
  const file = join(workspace.dir, "platform", "defaults.ts");
  const text = readFileSync(file, "utf8");
  const changed = text.replace(/^( {4}memory: )(\d+),$/m, (_, key, value) => `${key}${Number(value) * 2},`);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
}

/** Every variant that can be scaffolded, and whether it is the first of its kind. */
const scaffolds = typical.map(
  ([kind, told], i) =>
    [kind, told.name!, told, typical.findIndex(([other]) => other === kind) === i] as const,
);

describe.concurrent("with the real pulumi CLI, scaffolded", () => {
  test.each(scaffolds)(
    "a new %s service (%s) is deployed, deployed again without a change, and destroyed",
    async (kind, service, told, isFirst) => {
      const workspace = newWorkspace();
      const flags = Object.entries(told)
        .filter(([name]) => name !== "name")
        .flatMap(([name, value]) => [`--${flagOf(name)}`, value]);
      const scaffold = await workspace.run(process.execPath, [
        ...[join(root, "platform/commands/new-service.ts"), kind, service, "--yes", "--dir", workspace.dir],
        ...flags,
      ]);
      expect(scaffold, scaffold.stderr).toMatchObject({ code: 0 });
      const dir = await workspace.stack(`services/${service}`, "dev");
      const planned = await graphOf(dir, { stage: "dev" });
      if (isFirst) {
        const created = changes(await workspace.pulumi(dir, "preview", "--json"));
        expect(created.every(({ op }) => op === "create")).toBe(true);
      }

      await workspace.pulumi(dir, "up", "--yes", "--skip-preview");
      const state = JSON.parse(await workspace.pulumi(dir, "stack", "export", "--show-secrets"));
      expect(comparableState(state)).toEqual(comparableGraph(planned));

      // The same program again: nothing to do.
      await workspace.pulumi(dir, "up", "--yes", "--skip-preview", "--expect-no-changes");

      // One of each kind shows that a service follows its organisation: one changed default, and just that.
      if (isFirst) await followsDefault(workspace, dir, planned);

      await workspace.pulumi(dir, "destroy", "--yes", "--skip-preview");
      const left = JSON.parse(await workspace.pulumi(dir, "stack", "export"));
      expect(left.deployment.resources ?? []).toEqual([]);
    },
  );
});

async function followsDefault(workspace: Workspace, dir: string, planned: Graph): Promise<void> {
  changeDefault(workspace);
  const after = changes(await workspace.pulumi(dir, "preview", "--json"));
  const functions = planned.of("aws:lambda/function:Function").map(({ urn }) => urn);
  expect(after.map(({ op, urn, diffReasons }) => ({ op, urn, diffReasons })).sort(byUrn)).toEqual(
    functions.map((urn) => ({ op: "update", urn, diffReasons: ["memorySize"] })).sort(byUrn),
  );
  await workspace.pulumi(dir, "up", "--yes", "--skip-preview");
}

/** The services whose outputs a project reads: they are deployed before it. */
const readBy = async (project: string) =>
  (await graphOf(join(root, project), { stage: "prod" }))
    .of("pulumi:pulumi:StackReference")
    .map(({ inputs }) => `services/${String(inputs.name).split("/")[1]}`);

/** Deploys a copy of a project in prod; gives its folder. */
async function deploy(workspace: Workspace, project: string): Promise<string> {
  if (project !== ".") cpSync(join(root, project), join(workspace.dir, project), { recursive: true });
  const dir = await workspace.stack(project, "prod");
  if (project === ".") await workspace.pulumi(dir, "config", "set", "aws:region", "eu-west-1");
  await workspace.pulumi(dir, "up", "--yes", "--skip-preview");
  return dir;
}

/** The example services, and the project of the repository's root. */
const projects = [...serviceNames().map((name) => `services/${name}`), "."];

describe.concurrent("with the real pulumi CLI, this repository", () => {
  test.each(projects)(
    "a second up of %s in prod shows no change, with the packages of `npm ci --omit=dev`",
    async (project) => {
      const workspace = newWorkspace();
      for (const other of await readBy(project)) await deploy(workspace, other);
      const dir = await deploy(workspace, project);
      const state = JSON.parse(await workspace.pulumi(dir, "stack", "export", "--show-secrets"));
      expect(comparableState(state)).toEqual(comparableGraph(await graphOf(dir, { stage: "prod" })));
      // Not before: the program and the offline engine have to share one SDK.
      workspace.useModules(productionModules());
      await workspace.pulumi(dir, "up", "--yes", "--skip-preview", "--expect-no-changes");
    },
  );

  test("inputs that the CLI refuses are refused offline, for the same reasons", async () => {
    const workspace = newWorkspace();
    const dir = join(workspace.dir, "services", "typo");
    writeProject(dir, "typo", "dev");
    const inputs = { functionName: "work", enabled: "yes", scalingConfig: { maximumConcurency: 5 } };
    const program = `import * as aws from "@pulumi/aws";
new aws.lambda.EventSourceMapping("work", ${JSON.stringify(inputs)} as never);
`;
    writeFileSync(join(dir, "index.ts"), program);
    await workspace.pulumi(dir, "stack", "init", "dev");

    const offline = await graphOf(dir).catch((error: Error) => error.message);
    const cli = await workspace.pulumi(dir, "preview").catch((error: Error) => error.message);
    for (const reason of [
      /maximumConcurency.*did you mean maximumConcurrency/,
      /enabled.*has to be true or false/,
    ]) {
      expect(offline).toMatch(reason);
      expect(cli.replaceAll(/\s+/g, " ")).toMatch(reason);
    }
  });
});

/** The text of every file under a folder. */
const textsUnder = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));

test("with the real pulumi CLI, a secret is nowhere in the clear: not in the state, nor in what is printed", async () => {
  const hush = "hush-6f1d0c";
  const workspace = newWorkspace();
  const dir = join(workspace.dir, "services", "safe");
  writeProject(dir, "safe", "dev");
  mkdirSync(join(dir, "src"));
  writeFileSync(join(dir, "src/handler.ts"), "export const handler = async () => {};\n");
  const program = `import * as pulumi from "@pulumi/pulumi";
import { Function, Parameter, Secret } from "#platform";
const value = new pulumi.Config().requireSecret("key");
const key = new Secret("key", { value });
const token = new Parameter("token", { type: "SecureString", value });
new Function("worker", { handler: "src/handler.ts", link: [key, token] });
export const shown = { version: key.version?.secretString, token: token.parameter.value };
`;
  writeFileSync(join(dir, "index.ts"), program);
  await workspace.stack("services/safe", "dev");
  await workspace.pulumi(dir, "config", "set", "--secret", "key", hush);

  const printed = [
    await workspace.pulumi(dir, "preview", "--json"),
    await workspace.pulumi(dir, "up", "--yes", "--skip-preview", "--diff"),
    await workspace.pulumi(dir, "stack", "output", "--json"),
    await workspace.pulumi(dir, "stack", "export"),
  ];
  const kept = textsUnder(join(workspace.dir, "state"));

  expect(kept.join()).toContain("safe-dev-worker");
  expect([...printed, ...kept].filter((text) => text.includes(hush))).toEqual([]);
  // It is there, for who has the passphrase.
  expect(await workspace.pulumi(dir, "stack", "output", "--json", "--show-secrets")).toContain(hush);
});

const byUrn = (a: { urn: string }, b: { urn: string }) => (a.urn < b.urn ? -1 : 1);
