import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlannedFile } from "../../../generators/render/file.ts";
import { applyChanges } from "../../../generators/upgrade/apply.ts";
import { type Migration, migrations, renamedAnswers } from "../../../generators/upgrade/migrations.ts";
import { asText } from "../../../generators/upgrade/report.ts";
import { upgradeOf } from "../../../generators/upgrade/upgrade.ts";
import { contentsOf, planned, writeOlder } from "../support/older.ts";
import { emptyFolder } from "../support/run.ts";
import { typical } from "../support/services.ts";

const heartbeat = typical.find(([, { name }]) => name === "heartbeat")!;
const run = planned(heartbeat).find(({ path }) => path === "src/run.ts")!.content;

/** The handler stood elsewhere twice, and began with another line. */
const moves: readonly Migration[] = [
  { files: { "src/first/tick.ts": "src/tick.ts" } },
  { kind: "cron", files: { "src/tick.ts": "src/run.ts" }, answers: { every: "schedule" } },
];
const ofAnotherTime =
  (at: string, begin = "// As it was.\n") =>
  (files: readonly PlannedFile[]): PlannedFile[] =>
    files.map(({ path, content }) =>
      path === "src/run.ts" ? { path: at, content: begin + content } : { path, content },
    );

function older(at: string, begin?: string): string {
  const folder = join(emptyFolder(), "heartbeat");
  writeOlder(folder, heartbeat, ofAnotherTime(at, begin));
  return folder;
}

function upgrade(folder: string, all = moves) {
  const result = upgradeOf(folder, all);
  applyChanges(folder, [...result.changes, ...result.record]);
  return Object.fromEntries(result.changes.map(({ path, outcome }) => [path, outcome]));
}

const latin1 = (files: readonly PlannedFile[]) =>
  Object.fromEntries(files.map(({ path, content }) => [path, Buffer.from(content).toString("latin1")]));

test.each([["src/tick.ts"], ["src/first/tick.ts"]])(
  "a file that moved in the template, from %s, moves with what people wrote in it",
  (at) => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{1,20}$/), (own) => {
        const folder = older(at);
        appendFileSync(join(folder, at), `// ${own}\n`);

        expect(upgrade(folder)).toEqual({ [at]: "moved-away", "src/run.ts": "merged" });

        expect(readFileSync(join(folder, "src/run.ts"), "utf8")).toBe(`${run}// ${own}\n`);
        expect(existsSync(join(folder, at))).toBe(false);
        expect(upgradeOf(folder, moves)).toMatchObject({ status: "current", changes: [] });
      }),
      { numRuns: 5 },
    );
  },
);

test("untouched, it becomes what the template has, and an empty folder goes", () => {
  const folder = older("src/first/tick.ts");
  upgrade(folder);
  expect(contentsOf(folder)).toEqual(latin1(planned(heartbeat)));
  expect(existsSync(join(folder, "src/first"))).toBe(false);
});

test("one whose contents are as they were is told as moved", () => {
  const folder = older("src/tick.ts", "");
  appendFileSync(join(folder, "src/tick.ts"), "// Ours.\n");
  const found = upgradeOf(folder, moves);
  expect(asText([found], "check")).toContain(
    "  src/run.ts   moved here, as its template\n  src/tick.ts  moved to where its template is\n",
  );
  expect(upgrade(folder)).toEqual({ "src/run.ts": "moved", "src/tick.ts": "moved-away" });
  expect(readFileSync(join(folder, "src/run.ts"), "utf8")).toBe(`${run}// Ours.\n`);
});

test("a place that people have taken is not written over: both files stay", () => {
  const folder = older("src/tick.ts", "");
  appendFileSync(join(folder, "src/tick.ts"), "// Ours.\n");
  writeFileSync(join(folder, "src/run.ts"), run);
  expect(upgrade(folder)).toEqual({ "src/tick.ts": "kept" });
  expect(readFileSync(join(folder, "src/run.ts"), "utf8")).toBe(run);
});

test("without a migration the same file is one that is gone and one that is new", () => {
  const folder = older("src/tick.ts");
  appendFileSync(join(folder, "src/tick.ts"), "// Ours.\n");
  expect(upgrade(folder, [])).toEqual({ "src/run.ts": "added", "src/tick.ts": "kept" });
});

test("an answer with a new name is taken over in its place, for its kind only", () => {
  const answers = { name: "heartbeat", every: "rate(1 day)", owner: "ops" };
  expect(Object.entries(renamedAnswers(answers, "cron", moves))).toEqual([
    ["name", "heartbeat"],
    ["schedule", "rate(1 day)"],
    ["owner", "ops"],
  ]);
  expect(renamedAnswers(answers, "event", moves)).toEqual(answers);
});

test("every row of the table leads to names that templates have", () => {
  const paths = new Set(typical.flatMap((service) => planned(service).map(({ path }) => path)));
  const targets = migrations.flatMap(({ files }) => Object.values(files ?? {}));
  const renamedAgain = new Set(migrations.flatMap(({ files }) => Object.keys(files ?? {})));
  expect(targets.filter((path) => !paths.has(path) && !renamedAgain.has(path))).toEqual([]);
});
