import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kindNames, specOf } from "../../../generators/kinds/index.ts";
import { root } from "../support/run.ts";
import { accepted, typical } from "../support/services.ts";

const templates = join(root, "templates");

test("every folder of templates has a row in its kind's file, as a variant or as shared by some, and every row its folder", () => {
  for (const kind of kindNames) {
    const rows = Object.entries(specOf(kind).variants);
    const named = rows.flatMap(([variant, { shared = [] }]) => [variant, ...shared]);

    expect(readdirSync(join(templates, kind)).sort(), kind).toEqual([...new Set(named)].sort());
    for (const name of rows.flatMap(([, { shared = [] }]) => shared)) {
      expect(name).toMatch(/^common/);
      expect(Object.keys(specOf(kind).variants)).not.toContain(name);
    }
  }
});

test("the services that are tested are of every variant", () => {
  const tested = typical.map(([kind, told]) => `${kind}/${specOf(kind).variant(accepted(kind, told)!)}`);
  const variants = kindNames.flatMap((kind) =>
    Object.keys(specOf(kind).variants).map((variant) => `${kind}/${variant}`),
  );

  expect([...new Set(tested)].sort()).toEqual(variants.sort());
});
