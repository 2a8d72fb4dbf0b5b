import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { outOfDate, writeDerived } from "../../../platform/fleet/derived/file.ts";
import { stackFiles, withAccount } from "../../../platform/fleet/derived/stack-files.ts";
import { findService } from "../../../platform/fleet/services.ts";
import { serviceFolder } from "../../support/folder.ts";

const id = "222222222222";

describe("the account of a stage in a stack file", () => {
  test("is written beside what is there, comments included", () => {
    const text =
      "# Ours.\nconfig:\n  aws:region: eu-west-1 # near the customers\n  shop:traffic:\n    api: 5\n";
    const mended = withAccount(text, id);
    expect(mended).toContain("# Ours.\n");
    expect(mended).toContain("aws:region: eu-west-1 # near the customers\n");
    expect(parse(mended)).toEqual({
      config: { "aws:region": "eu-west-1", "shop:traffic": { api: 5 }, "aws:allowedAccountIds": [id] },
    });
    // As YAML a number would lose leading zeros.
    expect(mended).toContain(`["${id}"]`);
  });

  test("replaces another one, and a text that has it stays as it is", () => {
    const mended = withAccount('config:\n  aws:allowedAccountIds: ["333333333333"]\n', id);
    expect(parse(mended)).toEqual({ config: { "aws:allowedAccountIds": [id] } });
    expect(withAccount(mended, id)).toBe(mended);
    expect(parse(withAccount("", id))).toEqual({ config: { "aws:allowedAccountIds": [id] } });
  });

  test("changes no other value of any file, and is written once", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}:[a-z]{1,8}$/), value), (config) => {
        const mended = withAccount(JSON.stringify({ config }), id);
        expect(parse(mended)).toEqual({ config: { ...config, "aws:allowedAccountIds": [id] } });
        expect(withAccount(mended, id)).toBe(mended);
      }),
      { numRuns: 50 },
    );
  });
});

test("stack files follow the table of accounts", () => {
  using folder = serviceFolder({
    "Pulumi.prod.yaml": "config:\n  aws:region: us-east-1\n",
    "Pulumi.staging.yaml": "config:\n  aws:region: eu-west-1\n",
  });
  const service = findService(folder.dir);
  const table = { dev: {}, staging: {}, prod: { id, regions: ["eu-west-1"] } };
  const late = outOfDate(stackFiles([service], table));
  expect(late.map(({ path }) => path)).toEqual([join(folder.dir, "Pulumi.prod.yaml")]);
  writeDerived(late);
  expect(outOfDate(stackFiles([service], table))).toEqual([]);
  expect(readFileSync(join(folder.dir, "Pulumi.prod.yaml"), "utf8")).toContain(id);
});

test("a table with mistakes writes nothing", () => {
  using folder = serviceFolder();
  expect(() => stackFiles([findService(folder.dir)], { dev: { id: "42" } })).toThrow(
    'accounts.dev.id: "42" given; twelve digits are allowed.',
  );
});
