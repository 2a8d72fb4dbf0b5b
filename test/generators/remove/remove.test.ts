import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyRemoval, removalOf } from "../../../generators/remove/remove.ts";
import { contentsOf, writeAll } from "../support/older.ts";
import { emptyFolder } from "../support/run.ts";

function workspace(): string {
  const root = emptyFolder();
  writeAll(root, [
    { path: "services/orders/Pulumi.yaml", content: "name: orders\n" },
    { path: "services/orders/src/a.ts", content: "" },
    { path: "services/shop/index.ts", content: 'linksOf<typeof import("../orders/index.ts")>("orders");\n' },
    { path: "services/shop/README.md", content: "Unlike orders, in services/orders.\n" },
    { path: "services/orders-archive/index.ts", content: "export {};\n" },
    {
      path: ".github/CODEOWNERS",
      content: "* @all\n/services/orders/ @a\n/services/orders-archive/ @a\nservices/orders/src @b\n",
    },
    { path: "test/permissions/orders.json", content: "{}\n" },
  ]);
  return root;
}

test("a removed service goes with its row of CODEOWNERS and its list of permissions, and nothing else", () => {
  const root = workspace();

  applyRemoval(root, removalOf(root, "orders"));

  expect(contentsOf(root)).toEqual({
    ".github/CODEOWNERS": "* @all\n/services/orders-archive/ @a\n",
    "services/shop/index.ts": 'linksOf<typeof import("../orders/index.ts")>("orders");\n',
    "services/shop/README.md": "Unlike orders, in services/orders.\n",
    "services/orders-archive/index.ts": "export {};\n",
  });
});

test("code that refers to a service is named; prose is not", () => {
  expect(removalOf(workspace(), "orders").references).toEqual(["services/shop/index.ts"]);
});

test("a removal that can't be written leaves everything as it was", () => {
  const root = workspace();
  const removal = removalOf(root, "orders");
  const blocked = { path: "blocked", outcome: "added" as const, after: Buffer.from("") };
  mkdirSync(join(root, "blocked"));
  writeFileSync(join(root, "blocked/file"), "");
  const before = contentsOf(root);

  expect(() => applyRemoval(root, { ...removal, changes: [...removal.changes, blocked] })).toThrow();

  expect(contentsOf(root)).toEqual(before);
});
