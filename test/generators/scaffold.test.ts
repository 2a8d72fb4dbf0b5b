import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plan } from "../../generators/render/render.ts";
import { graphOf } from "../../platform/fleet/graph-of.ts";
import { anyLine } from "./support/lines.ts";
import { emptyHandlers, folderForTests, make } from "./support/made.ts";
import { finished, type Result, root, start } from "./support/run.ts";
import { accepted, anyService, extreme, typical } from "./support/services.ts";

const heartbeat = { name: "heartbeat", owner: "ops", schedule: "rate(5 minutes)" };
const holdDescription = ["README.md", "Pulumi.yaml", "catalog-info.yaml", "service.json"];

/** Answers that pass although some of them are strange, of services with names of their own. */
const strange = fc
  .sample(anyService, 200)
  .filter(([kind, told]) => accepted(kind, told))
  .slice(0, 8)
  .map(([kind, told], i) => [kind, { ...told, name: `strange-${i}` }] as const);

/** Descriptions that pass, of signs that mean something to Markdown, YAML and those who read them. */
const lines = fc
  .sample(anyLine, 250)
  .map((description) => accepted("cron", { ...heartbeat, description }))
  .filter((answers) => answers !== undefined);

const dir = folderForTests("programs");
const programs = join(dir, "programs");
let style: Promise<Result>;
let types: Promise<Result>;

// The tools run beside the tests below, which wait for the one that they are about.
beforeAll(async () => {
  await make([...typical, ...extreme, ...strange], dir);
  // The files that hold a description, and nothing else of these services.
  for (const [i, answers] of lines.entries()) {
    mkdirSync(join(dir, "services", `line-${i}`));
    for (const { path, content } of plan("cron", answers))
      if (holdDescription.includes(path)) writeFileSync(join(dir, "services", `line-${i}`, path), content);
  }
  const compilerOptions = {
    incremental: false,
    rootDir: root,
    typeRoots: [join(root, "node_modules/@types")],
  };
  const config = { extends: join(root, "tsconfig.json"), compilerOptions, include: ["services"] };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(config));
  // A root of its own: biome would read everything beside the services too.
  const rules = { root: true, extends: [join(root, "biome.json")], vcs: { enabled: false } };
  writeFileSync(join(dir, "biome.json"), JSON.stringify(rules));
  const [biome, tsc] = ["node_modules/@biomejs/biome/bin/biome", "node_modules/typescript-7/bin/tsc"];
  style = finished(start(join(root, biome), ["check", "--error-on-warnings", "services"], {}, dir));
  types = finished(start(join(root, tsc), ["-p", dir]));
  await make(extreme, programs);
  // What handlers do is type-checked; that their programs run needs no more of them than that they are there.
  emptyHandlers(programs);
});
// Without them, the folder can go.
afterAll(() => Promise.all([style, types]));

test("files that hold a description are formatted as the repository wants it, whatever it says", () => {
  const lists = typical.flatMap(([kind, told]) => {
    const description = "Says what nobody else does";
    const files = plan(kind, accepted(kind, { ...told, description })!);
    return files.filter(({ content }) => content.includes(description)).map(({ path }) => path);
  });
  expect([...new Set(lists)].sort()).toEqual([...holdDescription].sort());
  expect(lines.length).toBeGreaterThan(50);
});

test("new services are linted and formatted as the repository wants it", async () => {
  const { code, stdout, stderr } = await style;

  expect(
    { code, output: stdout + stderr },
    JSON.stringify([strange, lines.map(({ description }) => description)]),
  ).toMatchObject({ code: 0 });
  expect(stdout + stderr).toMatch(/Checked \d{3,} files/);
});

test.each(extreme.map(([kind, { name }]) => [kind, name!] as const))(
  "the program of a new %s (%s) runs, no two parts with one name in AWS",
  async (_, name) => {
    // The stage with the most parts: it has alarms.
    const graph = await graphOf(join(programs, "services", name), { stage: "prod" });

    const names = graph.resources
      .filter(({ type }) => /^aws:.*:(Role|Function|Queue|LogGroup|StateMachine|MetricAlarm)$/.test(type))
      .map(({ type, inputs }) => `${type} ${inputs.name}`);
    expect(names.length).toBeGreaterThan(4);
    expect(names).toEqual([...new Set(names)]);
  },
);

test("new services of every kind and variant type-check, those with the longest and strangest answers too", async () => {
  const { stdout, stderr } = await types;

  // The repository's own check finds what is wrong elsewhere.
  const theirs = stdout.split("\n").filter((line) => line.includes(basename(dir)));
  expect(theirs, JSON.stringify(strange)).toEqual([]);
  expect(stderr).toBe("");
});
