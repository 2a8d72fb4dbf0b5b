import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { serviceFiles, thing, Workspace } from "./support/workspace.ts";

const changedIn = (found: Awaited<ReturnType<Workspace["impact"]>>) =>
  found.impacts.map(({ service }) => service);

describe("programs run only where their graph may have changed", () => {
  const reads = (file: string) =>
    `import { existsSync, readFileSync } from "node:fs";\n${thing(
      `text: existsSync(${JSON.stringify(file)}) ? readFileSync(${JSON.stringify(file)}, "utf8") : "none"`,
    )}`;

  test("none, when all that they read is the same, though other files differ; and none at all the next time", async () => {
    using workspace = new Workspace({
      ...serviceFiles("orders", thing("timeout: defaults.timeout")),
      ...serviceFiles("users", thing("timeout: defaults.timeout")),
    });
    workspace.write({ "services/orders/README.md": "# Orders\n", "docs/page.md": "A page.\n" });
    expect(await workspace.impact()).toMatchObject({ same: ["orders", "users"], runs: { base: 0, now: 2 } });
    expect(await workspace.impact()).toMatchObject({ same: ["orders", "users"], runs: { base: 0, now: 0 } });
    workspace.write({ "services/users/index.ts": thing("timeout: 3") });
    expect(await workspace.impact()).toMatchObject({ same: ["orders"], runs: { base: 0, now: 1 } });
  });

  test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ["a file that it reads", { "shared/limits.txt": "1" }, { "shared/limits.txt": "2" }],
    ["a file that it only looked for", {}, { "shared/limits.txt": "2" }],
  ])("again, when %s changes", async (_, first, then) => {
    using workspace = new Workspace({
      ...serviceFiles("orders", reads("../../shared/limits.txt")),
      ...first,
    });
    expect(await workspace.impact()).toMatchObject({ same: ["orders"] });
    workspace.write(then);
    expect(changedIn(await workspace.impact())).toEqual(["orders"]);
  });

  test("again, when a package changes that is a folder of the repository", async () => {
    using workspace = new Workspace({
      ...serviceFiles("orders", `import { rate } from "rates";\n${thing("rate")}`),
      "packages/rates/package.json": '{ "name": "rates", "type": "module", "exports": "./index.js" }',
      "packages/rates/index.js": "export const rate = 1;\n",
    });
    symlinkSync("../packages/rates", join(workspace.root, "node_modules/rates"));
    workspace.write({ "packages/rates/index.js": "export const rate = 2;\n" });
    const { impacts } = await workspace.impact();
    expect(impacts[0]?.changes[0]?.properties).toEqual([{ path: "rate", before: 1, after: 2 }]);
  });

  test("again, when an output changes that it reads from another service, and not when another output does", async () => {
    const orders = (url: string, other: string) =>
      `${thing("")}export const url = "${url}";\nexport const other = "${other}";\n`;
    using workspace = new Workspace({
      ...serviceFiles("orders", orders("a", "b")),
      ...serviceFiles(
        "users",
        'import * as pulumi from "@pulumi/pulumi";\nimport { Thing } from "#platform";\n' +
          'const orders = new pulumi.StackReference("organization/orders/prod");\n' +
          'new Thing("thing", { url: orders.getOutput("url") });\n',
      ),
    });
    expect(await workspace.impact()).toMatchObject({ same: ["orders", "users"] });
    workspace.write({ "services/orders/index.ts": orders("c", "b") });
    expect(changedIn(await workspace.impact())).toEqual(["orders", "users"]);
  });

  test.each<[string, string, string]>([
    ["the clock", "now: Date.now()", "the clock"],
    ["chance", "key: Math.random()", "chance"],
    ["another process", 'text: String(spawnSync("echo", ["hello"]).stdout)', "another process"],
    ["a file that it writes", "...write()", "a file that it writes (services/orders/made.txt)"],
  ])("every time, when a program uses %s", async (_, settings, what) => {
    using workspace = new Workspace(
      serviceFiles(
        "orders",
        'import { spawnSync } from "node:child_process";\nimport { writeFileSync } from "node:fs";\n' +
          `const write = () => (writeFileSync("made.txt", "x"), {});\nvoid [spawnSync, write];\n${thing(settings)}`,
      ),
    );
    for (const _ of [1, 2]) {
      const { runs, untraceable } = await workspace.impact();
      expect(runs).toEqual({ base: 1, now: 1 });
      expect(untraceable).toContainEqual(["orders", what]);
    }
  });
});
