import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { create } from "../../generators/create.ts";
import { graphOf } from "../../platform/fleet/service.ts";
import { finished, root, start } from "./support/run.ts";
import { accepted, anyService, extreme, typical } from "./support/services.ts";

let dir: string;
const folderOf = (name: string): string => join(dir, "services", name);

/** Answers that pass although some of them are strange, of services with names of their own. */
const strange = fc
  .sample(anyService, 200)
  .filter(([kind, told]) => accepted(kind, told))
  .slice(0, 8)
  .map(([kind, told], i) => [kind, { ...told, name: `strange-${i}` }] as const);

beforeAll(async () => {
  // In the repository, so that #platform, #runtime, #local and #test are its own.
  mkdirSync(join(root, ".tmp"), { recursive: true });
  dir = mkdtempSync(join(root, ".tmp/scaffold-"));
  for (const [kind, told] of [...typical, ...extreme, ...strange]) await create(kind, told, { root: dir });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const node = (script: string, args: string[]) => finished(start(join(root, "node_modules", script), args));

test("new services of every kind and variant type-check, with the longest and strangest answers too", async () => {
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { incremental: false, rootDir: root, typeRoots: [join(root, "node_modules/@types")] },
    include: ["services"],
  };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(config));

  const { code, stdout } = await node("typescript/bin/tsc", ["-p", dir]);

  const theirs = stdout.split("\n").filter((line) => line.includes(dir.slice(root.length + 1)));
  expect(theirs, JSON.stringify(strange)).toEqual([]);
  // Anything else that is wrong with the repository is told by its own check.
  if (code !== 0) expect(stdout).not.toBe("");
});

test("new services are linted and formatted as the repository wants it", async () => {
  const { code, stdout, stderr } = await node("@biomejs/biome/bin/biome", [
    "check",
    "--vcs-enabled=false",
    "--error-on-warnings",
    join(dir, "services"),
  ]);

  expect({ code, output: stdout + stderr }, JSON.stringify(strange)).toMatchObject({ code: 0 });
  expect(stdout + stderr).toMatch(/Checked \d{2,} files/);
});

test("a new service passes its own tests, untouched", async () => {
  const names = typical.map(([, { name }]) => `/services/${name}/`);

  const { code, stdout, stderr } = await node("vitest/vitest.mjs", [
    "run",
    "--dir",
    dir,
    "--reporter=json",
    ...names,
  ]);

  const report = JSON.parse(stdout.slice(stdout.indexOf('{"numTotal')));
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(report).toMatchObject({ success: true, numFailedTests: 0, numPendingTests: 0 });
  expect(report.testResults.length).toBeGreaterThanOrEqual(3 * typical.length);
});

test.each(typical)(
  "the program of a new %s (%j) gives the same graph in process and as a process of its own",
  async (_, told) => {
    const folder = folderOf(told.name!);

    const [here, child] = await Promise.all([graphOf(folder), graphOf(folder, { child: true })]);

    const names = (graph: typeof here) =>
      graph.resources.map(({ urn, inputs }) => [urn, Object.keys(inputs).sort()]);
    expect(names(child)).toEqual(names(here));
    expect(here.of("aws:lambda/function:Function")).not.toHaveLength(0);
    expect(here.logs).toEqual([]);
  },
);

test.each(extreme)("the program of a new %s (%j) runs in every stage", async (_, told) => {
  for (const stage of ["dev", "prod"]) {
    const graph = await graphOf(folderOf(told.name!), { stage });

    const named = graph.resources
      .map(({ type, inputs }) => `${type} ${inputs.name}`)
      .filter((one) => !one.endsWith("undefined"));
    expect(graph.of("aws:lambda/function:Function")).not.toHaveLength(0);
    const roles = named.filter((one) =>
      /:(Role|Function|Queue|LogGroup|StateMachine|MetricAlarm) /.test(one),
    );
    expect(roles).toEqual([...new Set(roles)]);
  }
});
