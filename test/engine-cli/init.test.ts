import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serviceNames } from "../../platform/fleet/services.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { without } from "../support/index.ts";
import { emptyFolder, run, withPackages } from "./copy.ts";

/** Tests whose outcome depends on which services there are. */
const dependent = /\b(without|namesMissing|serviceNames|testService|testPermissions)\(/;

// The state that is committed is copied.
test.skipIf(without()).each([
  ["users-api,order-events", ["order-events", "users-api"]],
  ["none", []],
])(
  "a copy of the template that keeps %s passes its own checks and tests",
  (keep, left) => {
    const dir = emptyFolder("init");
    run(root, "git", "clone", "--quiet", root, dir);
    withPackages(dir);
    const flags = ["--organisation=acme", "--region=ap-southeast-2", `--keep=${keep}`, "--owner=cloud"];
    const init = ["run", "--silent", "init", "--", ...flags, "--repository=acme/lambdas"];
    const planned = JSON.parse(run(dir, "npm", ...init, "--dry-run", "--json"));
    expect(run(dir, "git", "status", "--porcelain")).toBe("");

    run(dir, "npm", ...init);

    const written = run(dir, "git", "status", "--porcelain", "--no-renames", "--untracked-files=all")
      .split("\n")
      .map((line) => line.slice(3))
      .filter((path) => !planned.folders.some((folder: string) => path.startsWith(`${folder}/`)));
    const files = planned.files.map(({ path }: { path: string }) => path);
    expect(written.filter(Boolean).sort()).toEqual([...files, ".github/CODEOWNERS"].sort());
    expect(serviceNames(join(dir, "services"))).toEqual(left);
    expect(() => run(dir, "npm", ...init)).toThrow("the template was made acme's own already");
    run(dir, "git", "add", "--all");
    run(dir, "git", "commit", "--quiet", "--message", "The template is our own");

    run(dir, "npm", "run", "check");
    const tests = run(dir, "git", "ls-files", "test/*.test.ts", "services/*.test.ts")
      .split("\n")
      .filter((file) => file !== "" && !/^test\/(engine-cli|languages|packs)\//.test(file))
      .filter(
        (file) => file.startsWith("services/") || dependent.test(readFileSync(join(dir, file), "utf8")),
      );
    expect(tests.length).toBeGreaterThan(20);
    run(dir, "npm", "run", "vitest", "--", "--reporter=dot", ...tests);
  },
  1_800_000,
);
