import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { folderForTests } from "../generators/support/made.ts";
import { runCommand } from "./support.ts";

test("derive --check says that what follows from services is up to date, as text and as JSON", async () => {
  const [text, json] = await Promise.all([
    runCommand("derive", ["--check", "--only", "accounts"]),
    runCommand("derive", ["--check", "--only", "codeowners", "--json"]),
  ]);
  expect([text.code, text.out]).toEqual([0, "Everything derived is up to date.\n"]);
  expect([json.code, JSON.parse(json.out)]).toEqual([0, { type: "derived", written: false, files: [] }]);
});

test("derive names every service that fails, and writes no role without them", async () => {
  const dir = folderForTests("derive-command");
  const role = join(dir, "platform/foundation/deploy-role.json");
  mkdirSync(dirname(role), { recursive: true });
  for (const name of ["orders", "shop"]) {
    mkdirSync(join(dir, "services", name), { recursive: true });
    writeFileSync(
      join(dir, "services", name, "Pulumi.yaml"),
      `name: ${name}\nruntime: nodejs\nmain: index.ts\n`,
    );
  }
  writeFileSync(join(dir, "services/orders/index.ts"), 'throw new Error("no stock");');

  const { code, err } = await runCommand("derive", ["--only", "role"], { cwd: dir });

  expect([code, existsSync(role)]).toEqual([1, false]);
  expect(err).toMatch(
    /^error The role needs every service, and some fail:\n {2}- orders, stages dev and prod: no stock\n {2}- shop, stages dev and prod: .+/,
  );
});

test("derive refuses a part that there isn't, and names those that there are", async () => {
  const { code, err } = await runCommand("derive", ["--only", "codeowner"]);
  expect(code).toBe(2);
  expect(err).toContain(
    '"codeowner" given; one of accounts, codeowners, role is expected. Did you mean codeowners?',
  );
});
