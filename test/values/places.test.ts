import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { givenPath, outputFile, outputFolder, workspaceDir } from "../../platform/values/places.ts";
import { UsageError } from "../../platform/values/problems.ts";

const dir = realpathSync(mkdtempSync(join(tmpdir(), "places-")));
mkdirSync(join(dir, "team/services/shop/src"), { recursive: true });
mkdirSync(join(dir, "alone"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

describe("the workspace", () => {
  test.each(["team", "team/services", "team/services/shop/src"])("is found from %s", (from) => {
    expect(workspaceDir(join(dir, from))).toBe(join(dir, "team"));
  });

  test("is missing where no folder upwards has services/, and the message says what to do", () => {
    const search = () => workspaceDir(join(dir, "alone"));
    expect(search).toThrow(UsageError);
    expect(search).toThrow(`There is no services/ folder from ${join(dir, "alone")} upwards.`);
  });
});

test("what is to be written is refused before any work, where it can't be", () => {
  const at = (path: string) => join(dir, path);
  expect(outputFile(at("team/page.html"))).toBe(at("team/page.html"));
  expect(() => outputFile(at("none/page.html"))).toThrow(
    `There is no folder ${at("none")} to write page.html to: make it first.`,
  );
  expect(() => outputFile(dir)).toThrow(`${dir} is a folder: name a file in it.`);
  expect(outputFolder(at("none/loops"))).toBe(at("none/loops"));
  writeFileSync(at("alone/file"), "");
  expect(() => outputFolder(at("alone/file"))).toThrow(`${at("alone/file")} is a file: name a folder.`);
});

describe("a path that a person gives", () => {
  // Source: "npm run" of npm's documentation: scripts run in the package's folder, INIT_CWD is where npm was run.
  test("is relative to the folder in which npm was run", () => {
    vi.stubEnv("INIT_CWD", join(dir, "team"));
    vi.stubEnv("npm_package_json", join(process.cwd(), "package.json"));
    expect(givenPath("services/shop")).toBe(join(dir, "team/services/shop"));
    expect(givenPath(dir)).toBe(dir);
  });

  test("is relative to the process's folder where npm's variables are those of another package", () => {
    vi.stubEnv("INIT_CWD", join(dir, "team"));
    vi.stubEnv("npm_package_json", join(dir, "package.json"));
    expect(givenPath("services")).toBe(join(process.cwd(), "services"));
  });
});
