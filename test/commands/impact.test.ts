import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { serviceFiles, thing, Workspace } from "../fleet/impact/revisions/support/workspace.ts";
import { runCommand } from "./support.ts";

const impact = (workspace: Workspace, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCommand("impact", args, {
    cwd: workspace.root,
    env: { XDG_CACHE_HOME: workspace.cache, NO_COLOR: "1", ...env },
  });

/** A program of one table, which AWS can't rename. */
const table = (name: string) =>
  `import * as aws from "@pulumi/aws";\nnew aws.dynamodb.Table("items", { name: "${name}", hashKey: "id", ` +
  'billingMode: "PAY_PER_REQUEST", attributes: [{ name: "id", type: "S" }] });\n';

describe("npm run impact", () => {
  test("prints what changes, as text, JSON, Markdown and a page; exit code 0", async () => {
    using workspace = new Workspace({
      ...serviceFiles("orders", thing("timeout: 1")),
      ...serviceFiles("users", thing("")),
    });
    workspace.write(serviceFiles("orders", thing("timeout: 2")));
    const text = await impact(workspace, []);
    expect(text).toMatchObject({ code: 0, err: "" });
    expect(text.out).toMatch(/^Against merge base with main \(\w{7}\), in stage prod: 1 service changes\./);
    expect(text.out).toContain("timeout: 1 → 2");
    const json = await impact(workspace, ["--json", "--base", "main"]);
    expect(JSON.parse(json.out)).toMatchObject({
      stage: "prod",
      services: [{ service: "orders", changes: [{ operation: "update" }] }],
      notRun: ["users"],
      runs: { base: 0, now: 0 },
    });
    expect((await impact(workspace, ["--markdown"])).out).toContain("orders");
    const page = await impact(workspace, ["--html", "change.html", "orders"]);
    expect(page).toMatchObject({
      code: 0,
      out: "The impact is drawn in change.html; open it in a browser.\n",
    });
    expect(readFileSync(join(workspace.root, "change.html"), "utf8")).toContain("orders");
  });

  test("exits with 1 when a table would be replaced, and when a program fails that ran at the base", async () => {
    using workspace = new Workspace({
      ...serviceFiles("orders", table("one")),
      ...serviceFiles("users", thing("")),
    });
    workspace.write(serviceFiles("orders", table("two")));
    const lost = await impact(workspace, []);
    expect(lost.code).toBe(1);
    expect(lost.out).toMatch(/Loses data\n {2}orders: .*items/);
    workspace.write({
      ...serviceFiles("orders", table("one")),
      ...serviceFiles("users", 'throw new Error("no");'),
    });
    const fails = await impact(workspace, []);
    expect(fails.code).toBe(1);
    expect(fails.out).toContain("users, now: no");
  });

  test("exits with 2 for bad input, without git too", async () => {
    using workspace = new Workspace(serviceFiles("orders", thing("")));
    const both = await impact(workspace, ["--json", "--html"]);
    expect(both.code).toBe(2);
    expect(both.err).toContain("--json, --markdown and --html exclude one another; give one of them.");
    const unknown = await impact(workspace, ["ordrs"]);
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("Did you mean orders?")]);
    const without = await impact(workspace, [], { PATH: workspace.dir });
    expect(without.code).toBe(2);
    expect(without.err).toContain(
      "There is no git on PATH, and the base comes from it. Install git: https://git-scm.com.",
    );
  });
});
