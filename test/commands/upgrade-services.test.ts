import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { PlannedFile } from "../../generators/render/file.ts";
import { folderForTests } from "../generators/support/made.ts";
import { contentsOf, planned, writeAll, writeOlder } from "../generators/support/older.ts";
import { typical } from "../generators/support/services.ts";
import { runCommand } from "./support.ts";

const dir = folderForTests("upgrade-command");
const of = (name: string) => join(dir, "services", name);
const service = (name: string) => typical.find(([, told]) => told.name === name)!;
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: dir });
const upgrade = (...args: string[]) => runCommand("upgrade-services", args, { cwd: dir });

/** The runbook had another title. */
const older = (files: readonly PlannedFile[]): PlannedFile[] =>
  files.map(({ path, content }) => ({ path, content: content.replace("## Runbook", "## Alarms") }));

// Tests follow one another in one repository, as a team's days do.
beforeAll(() => {
  writeOlder(of("heartbeat"), service("heartbeat"), older);
  writeOlder(of("relay"), service("relay"), older);
  writeAll(of("greetings"), planned(service("greetings")));
  mkdirSync(of("by-hand"), { recursive: true });
  writeFileSync(join(of("by-hand"), "Pulumi.yaml"), "name: by-hand\n");
  git("init", "--quiet");
  git("add", "--force", ".");
  git("commit", "--quiet", "--message", "Services");
});

test("--check lists the services that are behind, writes nothing, and ends with 1", async () => {
  const before = contentsOf(join(dir, "services"));
  const { code, out, err } = await upgrade("--check");

  expect([code, err]).toEqual([1, ""]);
  expect(out.split("\n")).toEqual([
    "by-hand: skipped, as it has no service.json: no generator made it",
    "greetings: up to date",
    "heartbeat: behind its templates",
    "  README.md  follows its template",
    "relay: behind its templates",
    "  README.md  follows its template",
    "",
    "Bring them up to date with: npm run upgrade-services",
    "",
  ]);
  expect(contentsOf(join(dir, "services"))).toEqual(before);
});

test("--dry-run prints a diff that git apply takes, and writes nothing", async () => {
  const { code, out } = await upgrade("heartbeat", "--dry-run");

  expect(code).toBe(0);
  writeFileSync(join(dir, "patch"), out.replace(/^heartbeat: .*\n/, ""));
  git("apply", "--check", "patch");
  expect(out).toContain("-## Alarms\n+## Runbook\n");
  expect(git("status", "--porcelain", "services").toString()).toBe("");
});

test("a changed file that isn't committed is refused, and merged with --force; nothing is lost", async () => {
  const readme = join(of("heartbeat"), "README.md");
  appendFileSync(readme, "Ours.\n");
  const refused = await upgrade("heartbeat", "--json");
  expect(refused.code).toBe(2);
  expect(JSON.parse(refused.out).problems).toEqual([
    { where: "services/heartbeat/README.md", problem: expect.stringContaining("not committed") },
  ]);

  const { code, out } = await upgrade("heartbeat", "--force");

  expect([code, out]).toEqual([0, "heartbeat: brought up to date\n  README.md  merged with your changes\n"]);
  const written = planned(service("heartbeat")).find(({ path }) => path === "README.md")!.content;
  expect(readFileSync(readme, "utf8")).toBe(`${written}Ours.\n`);
});

test("lines that both changed are in conflict: exit code 1, and the files in --json", async () => {
  const readme = join(of("relay"), "README.md");
  writeFileSync(readme, readFileSync(readme, "utf8").replace("## Alarms", "## What to do"));
  git("commit", "--all", "--quiet", "--message", "Ours");

  const { code, out } = await upgrade("--json");

  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    services: [
      { name: "by-hand", status: "unrecorded", files: [] },
      { name: "greetings", status: "current" },
      { name: "heartbeat", status: "current" },
      { name: "relay", status: "upgraded", files: [{ path: "README.md", outcome: "conflict" }] },
    ],
    conflicts: ["services/relay/README.md"],
  });
  expect(readFileSync(readme, "utf8")).toContain(
    "<<<<<<< yours\n## What to do\n=======\n## Runbook\n>>>>>>> template\n",
  );
  expect((await upgrade("relay")).out).toBe("relay: up to date\n");
});

test("services that don't exist are refused together, with the closest name", async () => {
  const { code, err } = await upgrade("relai", "nothing");

  expect(code).toBe(2);
  expect(err).toContain("2 problem(s):");
  expect(err).toContain('relai: There is no service called "relai". Did you mean relay?');
});
