import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { create } from "../../generators/create.ts";
import { graphOf } from "../../platform/fleet/graph-of.ts";
import { listOf } from "../support/grants.ts";
import { outlineOf } from "./support/outline.ts";
import { finished, type Result, root, start } from "./support/run.ts";
import { accepted, anyService, extreme, typical } from "./support/services.ts";

/** Answers that pass although some of them are strange, of services with names of their own. */
const strange = fc
  .sample(anyService, 200)
  .filter(([kind, told]) => accepted(kind, told))
  .slice(0, 8)
  .map(([kind, told], i) => [kind, { ...told, name: `strange-${i}` }] as const);

/** The first of each kind: a process costs as much as ten programs, and test:engine deploys every variant by one. */
const firsts = typical.filter(([kind], i) => typical.findIndex(([other]) => other === kind) === i);

const children: ChildProcess[] = [];
let dir: string;
let checks: {
  readonly types: Promise<Result>;
  readonly style: Promise<Result>;
  readonly tests: Promise<Result>;
  readonly outlines: Promise<Result>;
  readonly tree: Promise<Result>;
};

const folderOf = (name: string) => join(dir, "typical/services", name);

function tool(script: string, args: readonly string[], env?: Record<string, string>): Promise<Result> {
  const child = start(join(root, script), args, env);
  children.push(child);
  return finished(child);
}

/** What vitest's JSON reporter writes, as far as it is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

// The tools run beside each other and beside the tests below, which wait for the one that they are about.
beforeAll(async () => {
  // In the repository, so that #platform, #runtime, #local and #test are its own.
  mkdirSync(join(root, ".tmp"), { recursive: true });
  dir = mkdtempSync(join(root, ".tmp/scaffold-"));
  const folders = [join(dir, "typical"), join(dir, "extreme")] as const;
  for (const [kind, told] of typical) await create(kind, told, { root: folders[0] });
  for (const [kind, told] of [...extreme, ...strange]) await create(kind, told, { root: folders[1] });
  // As `--update` would write them.
  const lists = join(dir, "typical/permissions");
  mkdirSync(lists);
  for (const [, { name }] of firsts)
    writeFileSync(join(lists, `${name}.json`), listOf(await graphOf(folderOf(name!), { stage: "prod" })));
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { incremental: false, rootDir: root, typeRoots: [join(root, "node_modules/@types")] },
    include: ["typical", "extreme"],
  };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(config));
  checks = {
    types: tool("node_modules/typescript-7/bin/tsc", ["-p", dir]),
    style: tool("node_modules/@biomejs/biome/bin/biome", [
      "check",
      "--vcs-enabled=false",
      "--error-on-warnings",
      ...folders,
    ]),
    // Without isolation its files share what they import, which is most of the time they take.
    tests: tool("node_modules/vitest/vitest.mjs", [
      ...[
        "run",
        "--config",
        join(import.meta.dirname, "support/vitest.config.ts"),
        "--no-isolate",
        "--dir",
        folders[0],
      ],
      ...["--reporter=json", "--outputFile", join(dir, "report.json")],
    ]),
    // As CI runs them: no list is written there. What compares two processes is of the repository's own services.
    tree: tool(
      "node_modules/vitest/vitest.mjs",
      [
        ...["run", "test/services.test.ts", "test/permissions.test.ts"],
        ...["--testNamePattern", "^(?!.*process of its own)"],
        ...["--reporter=json", "--outputFile", join(dir, "tree.json")],
      ],
      { CI: "true", TESTED_SERVICES: join(dir, "typical/services"), NODE_OPTIONS: "--import=tsx" },
    ),
    // One process for all: starting it takes longer than all programs together.
    outlines: tool(
      "test/generators/support/outlines.ts",
      typical.map(([, { name }]) => folderOf(name!)),
      { NODE_OPTIONS: "--import=tsx" },
    ),
  };
});
afterAll(() => {
  for (const child of children) child.kill();
  rmSync(dir, { recursive: true, force: true });
});

test("new services are linted and formatted as the repository wants it", async () => {
  const { code, stdout, stderr } = await checks.style;

  expect({ code, output: stdout + stderr }, JSON.stringify(strange)).toMatchObject({ code: 0 });
  expect(stdout + stderr).toMatch(/Checked \d{3,} files/);
});

test.each(extreme.map(([kind, { name }]) => [kind, name!] as const))(
  "the program of a new %s (%s) runs, no two parts with one name in AWS",
  async (_, name) => {
    // The stage with the most parts: it has alarms.
    const graph = await graphOf(join(dir, "extreme/services", name), { stage: "prod" });

    const names = graph.resources
      .filter(({ type }) => /^aws:.*:(Role|Function|Queue|LogGroup|StateMachine|MetricAlarm)$/.test(type))
      .map(({ type, inputs }) => `${type} ${inputs.name}`);
    expect(names.length).toBeGreaterThan(4);
    expect(names).toEqual([...new Set(names)]);
  },
);

test("every new program gives the same graph in this process and loaded as the pulumi CLI loads it", async () => {
  const { code, stdout, stderr } = await checks.outlines;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });

  const outlines = JSON.parse(stdout);
  expect(Object.keys(outlines)).toHaveLength(typical.length);
  for (const [folder, outline] of Object.entries(outlines)) {
    const here = await graphOf(folder);
    expect(outline, folder).toEqual(outlineOf(here));
    expect(here.of("aws:lambda/function:Function"), folder).not.toHaveLength(0);
    expect(here.logs, folder).toEqual([]);
  }
});

test.each(firsts.map(([kind, { name }]) => [kind, name!] as const))(
  "the program of a new %s (%s) gives the same graph in this process and in one of its own",
  async (_, name) => {
    const here = await graphOf(folderOf(name));
    const child = await graphOf(folderOf(name), { child: true });

    expect(outlineOf(child)).toEqual(outlineOf(here));
  },
);

test("new services of every kind and variant type-check, those with the longest and strangest answers too", async () => {
  const { stdout, stderr } = await checks.types;

  // What else may be wrong with the repository is told by its own check.
  const theirs = stdout.split("\n").filter((line) => /typical|extreme/.test(line));
  expect(theirs, JSON.stringify(strange)).toEqual([]);
  expect(stderr).toBe("");
}, 240_000);

function resultsOf(file: string, fine: readonly string[] = ["passed"]) {
  const report: Report = JSON.parse(readFileSync(join(dir, file), "utf8"));
  const failed = report.testResults.flatMap(({ name, message, assertionResults }) => [
    ...(message ? [`${name}: ${message}`] : []),
    ...assertionResults
      .filter(({ status }) => !fine.includes(status))
      .map(
        ({ fullName, status, failureMessages = [] }) =>
          `${fullName}: ${status} ${failureMessages.join("\n")}`,
      ),
  ]);
  const passed = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "passed").map(({ fullName }) => fullName),
  );
  return { report, failed, passed };
}

test("a new service passes its own tests, untouched", async () => {
  const { code, stderr } = await checks.tests;

  const { report, failed } = resultsOf("report.json");
  expect(failed, stderr).toEqual([]);
  expect(report.testResults.length).toBeGreaterThanOrEqual(3 * typical.length);
  expect(code).toBe(0);
}, 240_000);

test("a new service passes the tests of all services in CI, untouched and without a list of permissions", async () => {
  const { code, stderr } = await checks.tree;

  const { failed, passed } = resultsOf("tree.json", ["passed", "skipped"]);
  expect(failed, stderr).toEqual([]);
  for (const [, { name }] of typical) {
    expect(passed.filter((one) => one.startsWith(`${name} `)).length, name).toBeGreaterThan(5);
    expect(passed).toContain(`the permissions of ${name} never allow an action by a pattern`);
  }
  expect(code).toBe(0);
}, 240_000);
