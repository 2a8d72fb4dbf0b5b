import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { platformDir as root } from "../../platform/values/places.ts";
import { program, serviceFolder } from "../support/folder.ts";

function run(command: "diagram" | "plan", ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`platform/commands/${command}.ts`, ...args],
    { cwd: root, encoding: "utf8" },
  );
  return { code: status, out: stdout, err: stderr };
}

describe("npm run diagram", () => {
  test("draws a service into its folder and says where; --check tells whether it is still up to date", () => {
    using folder = serviceFolder();
    const file = join(folder.dir, "diagram.svg");
    expect(run("diagram", folder.dir, "--check")).toMatchObject({ code: 1, out: "" });
    expect(existsSync(file)).toBe(false);
    const { code, out } = run("diagram", folder.dir);
    expect(code).toBe(0);
    expect(out).toMatch(/^shop is drawn in .*diagram\.svg\.\n$/);
    expect(readFileSync(file, "utf8")).toContain("<title>jobs: queue</title>");
    expect(run("diagram", folder.dir, "--check")).toMatchObject({ code: 0, err: "" });
  });

  test("--check names the command that mends a picture that is out of date: exit code 1", () => {
    using folder = serviceFolder({ "diagram.svg": "<svg/>" });
    const { code, err } = run("diagram", folder.dir, "--check");
    expect(code).toBe(1);
    expect(err).toContain(`out of date. Draw it again: npm run diagram -- ${folder.dir}\n`);
    expect(readFileSync(join(folder.dir, "diagram.svg"), "utf8")).toBe("<svg/>");
  });

  test("--out takes another file, --json says which as JSON", () => {
    using folder = serviceFolder();
    const file = join(folder.dir, "other.svg");
    const { code, out } = run("diagram", folder.dir, "--out", file, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ type: "written", file });
    expect(existsSync(file)).toBe(true);
  });

  test("never writes over a file that is no picture: bad input, exit code 2", () => {
    using folder = serviceFolder();
    const file = join(folder.dir, "index.ts");
    const { code, err } = run("diagram", folder.dir, "--out", file);
    expect(code).toBe(2);
    expect(err).toContain(`${file} is no picture: name a file that ends with .svg.`);
    expect(readFileSync(file, "utf8")).toContain("new Queue");
  });
});

describe("npm run plan -- <service> --html", () => {
  test("writes the plan as a page and says where", () => {
    using folder = serviceFolder({ "index.ts": program("new Queue('jobs');") });
    const file = join(folder.dir, "page.html");
    const { code, out, err } = run("plan", folder.dir, "--html", file);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^The plan is written to .*page\.html; open it in a browser\.\n$/);
    expect(readFileSync(file, "utf8")).toMatch(/^<!doctype html>.*<h1>shop in stage dev<\/h1>/s);
  });

  test("never writes over a file that is no page: bad input, exit code 2", () => {
    using folder = serviceFolder();
    const file = join(folder.dir, "index.ts");
    const { code, err } = run("plan", folder.dir, "--html", file);
    expect(code).toBe(2);
    expect(err).toContain(`${file} is no page: name a file that ends with .html.`);
  });
});
