import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { examples } from "../../../generators/init/examples.ts";
import { platformDir as root } from "../../../platform/values/places.ts";

/** Tests in which names of examples are words: nothing of services/ is read by them. */
const wordsOnly = [
  "test/commands/npm-flags.test.ts",
  "test/commands/workspace.test.ts",
  "test/generators/init/answers.test.ts",
  "test/generators/init/init.test.ts",
  "test/generators/support/services.ts",
  "test/local/dev/format.test.ts",
  "test/runtime/bundled.test.ts",
  "test/runtime/invocation/metrics.test.ts",
  "test/values/names.test.ts",
  "test/values/problems.test.ts",
  // Rows by service, of which those that are there count.
  "test/permissions.test.ts",
  "test/provider/partitions.test.ts",
  // Copies one for its test, which says so.
  "test/local/dev/support.ts",
];

test("tests that read an example say so by without(...), for organisations that removed it", () => {
  const names = Object.keys(examples).join("|");
  const named = new RegExp(`"(?:${names})"|services/(?:${names})\\b`);
  const files = globSync("test/**/*.ts", { cwd: root }).map((file) => file.replaceAll("\\", "/"));
  const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
  const naming = files.filter((file) => named.test(texts.get(file)!));
  expect(naming).toEqual(expect.arrayContaining(wordsOnly));
  expect(
    naming.filter(
      (file) => !wordsOnly.includes(file) && !/\b(without|namesMissing)\(/.test(texts.get(file)!),
    ),
  ).toEqual([]);
});
