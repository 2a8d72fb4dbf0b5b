import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { platformDir as root } from "../../platform/values/places.ts";
import { without } from "../support/index.ts";
import { blocks } from "../support/pages.ts";
import { emptyFolder, run, withPackages } from "./copy.ts";

const page = "docs/services/own.md";

/** Replaces a text in a file, which has to be there. */
function edit(dir: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(dir, file), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(dir, file), text.replace(from, to));
}

const commit = (dir: string, message: string) => {
  run(dir, "git", "add", "--all");
  run(dir, "git", "commit", "--quiet", "--message", message);
};

const npm = (dir: string, ...args: readonly string[]) => run(dir, "npm", "run", "--silent", ...args);

const init = (dir: string) =>
  npm(dir, "init", "--", "--organisation=acme", "--region=eu-central-1", "--keep=users-api");

/** The template as its users fetch it, and a checkout to release from, whose branch is main. */
function template() {
  const folder = emptyFolder("release");
  const url = join(folder, "template.git");
  const upstream = join(folder, "upstream");
  run(root, "git", "clone", "--quiet", root, upstream);
  run(upstream, "git", "checkout", "--quiet", "-B", "main");
  run(folder, "git", "clone", "--quiet", "--bare", upstream, url);
  run(upstream, "git", "remote", "set-url", "origin", url);
  return { folder, url, upstream };
}

/** A release that changes a default, the examples that stay, go and come, and what the organisation changed too. */
function release(upstream: string): void {
  edit(upstream, "platform/defaults.ts", "timeout: 10,", "timeout: 11,");
  appendFileSync(join(upstream, "services/users-api/index.ts"), "// More.\n");
  appendFileSync(join(upstream, "services/website/index.ts"), "// More.\n");
  writeFileSync(join(upstream, "services/website/NEW.md"), "# New\n");
  mkdirSync(join(upstream, "services/newcomer"));
  const project = readFileSync(join(upstream, "services/users-api/Pulumi.yaml"), "utf8");
  writeFileSync(
    join(upstream, "services/newcomer/Pulumi.yaml"),
    project.replace("name: users-api", "name: newcomer"),
  );
  edit(upstream, "generators/init/examples.ts", '  "nightly-report"', '  newcomer: [],\n  "nightly-report"');
  edit(upstream, "README.md", "a REST API with keys", "a REST API with many keys");
  edit(upstream, "docs/diagram.md", "# Seeing a service", "# To see a service");
  edit(upstream, "package.json", '"version": "0.1.0"', '"version": "0.2.0"');
  edit(upstream, "package-lock.json", '"version": "0.1.0"', '"version": "0.2.0"');
  commit(upstream, "Release 2");
  run(upstream, "git", "push", "--quiet", "origin", "main");
}

describe.skipIf(without())("a release of the template", () => {
  test("comes into a fork: own changes stay, defaults come, removed examples don't", () => {
    const { folder, url, upstream } = template();
    const own = join(folder, "own");
    run(folder, "git", "clone", "--quiet", "--origin", "template", url, own);
    withPackages(own);
    init(own);
    commit(own, "The template is our own");
    edit(own, "README.md", "# Lambda platform of acme", "# Lambdas of Acme Ltd");
    edit(own, "platform/organisation.ts", "days: 90,", "days: 30,");
    commit(own, "Our own change");
    release(upstream);
    run(own, "git", "fetch", "--quiet", "template");
    const before = run(own, "git", "rev-parse", "HEAD");

    expect(npm(own, "upgrade-platform", "--", "template/main", "--dry-run")).toContain(
      "M platform/defaults.ts",
    );
    expect(run(own, "git", "status", "--porcelain")).toBe("");
    const { status, conflicts } = JSON.parse(npm(own, "upgrade-platform", "--", "template/main", "--json"));

    expect([status, conflicts]).toEqual(["merged", []]);
    expect(run(own, "git", "diff", "--name-only", "HEAD").trim().split("\n")).toEqual([
      "docs/diagram.md",
      "generators/init/examples.ts",
      "package-lock.json",
      "package.json",
      "platform/defaults.ts",
      "services/users-api/index.ts",
    ]);
    commit(own, "Release 2");
    expect(readFileSync(join(own, "package.json"), "utf8")).toContain(
      '"name": "acme-lambda-platform",\n  "version": "0.2.0"',
    );
    expect(run(own, "git", "rev-parse", "HEAD^1")).toBe(before);
    expect(run(own, "git", "rev-parse", "HEAD^2")).toBe(run(upstream, "git", "rev-parse", "HEAD"));
    expect(run(own, "git", "worktree", "list").trim().split("\n")).toHaveLength(1);
    expect(npm(own, "upgrade-platform", "--", "template/main")).toContain("changes nothing here");
  });

  test("that changes the same lines is a conflict, which can be undone", () => {
    const { folder, url, upstream } = template();
    const own = join(folder, "own");
    run(folder, "git", "clone", "--quiet", "--origin", "template", url, own);
    withPackages(own);
    init(own);
    edit(own, "platform/defaults.ts", "timeout: 10,", "timeout: 20,");
    commit(own, "The template is our own, with another timeout");
    release(upstream);
    run(own, "git", "fetch", "--quiet", "template");

    expect(() => npm(own, "upgrade-platform", "--", "template/main")).toThrow(
      "conflict: platform/defaults.ts",
    );

    expect(readFileSync(join(own, "platform/defaults.ts"), "utf8")).toContain("<<<<<<<");
    run(own, "git", "merge", "--abort");
    expect(run(own, "git", "status", "--porcelain")).toBe("");
  });

  test("comes into a copy without history, as pulumi new makes one, by the commands of the page", () => {
    const { folder, url, upstream } = template();
    const own = join(folder, "own");
    run(folder, "git", "clone", "--quiet", url, own);
    rmSync(join(own, ".git"), { recursive: true });
    const commands = blocks(page, "sh").find((block) => block.startsWith("git init"))!;
    const [first, ...others] = commands.trimEnd().split("\n");
    run(own, "sh", "-c", first!);
    for (const command of others) run(own, "sh", "-c", command.replace("<URL>", url));
    expect(run(own, "git", "status", "--porcelain")).toBe("");
    withPackages(own);
    init(own);
    commit(own, "The template is our own");
    release(upstream);
    run(own, "git", "fetch", "--quiet", "template");

    npm(own, "upgrade-platform", "--", "template/main");

    expect(readFileSync(join(own, "platform/defaults.ts"), "utf8")).toContain("timeout: 11,");
    expect(existsSync(join(own, "services/website"))).toBe(false);
    expect(existsSync(join(own, "services/newcomer"))).toBe(false);
  });
});
