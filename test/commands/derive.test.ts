import { expect, test } from "vitest";
import { runCommand } from "./support.ts";

test("derive --check says that what follows from services is up to date, as text and as JSON", async () => {
  const [text, json] = await Promise.all([
    runCommand("derive", ["--check", "--only", "accounts"]),
    runCommand("derive", ["--check", "--only", "codeowners", "--json"]),
  ]);
  expect([text.code, text.out]).toEqual([0, "Everything derived is up to date.\n"]);
  expect([json.code, JSON.parse(json.out)]).toEqual([0, { type: "derived", written: false, files: [] }]);
});

test("derive refuses a part that there isn't, and names those that there are", async () => {
  const { code, err } = await runCommand("derive", ["--only", "codeowner"]);
  expect(code).toBe(2);
  expect(err).toContain(
    '"codeowner" given; one of accounts, codeowners, role is expected. Did you mean codeowners?',
  );
});
