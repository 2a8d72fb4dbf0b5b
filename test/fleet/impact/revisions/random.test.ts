import { symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createPool } from "../../../../platform/engine/index.ts";
import { graphsTogether } from "../../../../platform/fleet/graph-of.ts";
import { createKey, packGraph } from "../../../../platform/fleet/impact/index.ts";
import { versionOf } from "../../../../platform/fleet/impact/revisions/versions.ts";
import { findService, serviceNames } from "../../../../platform/fleet/services.ts";
import { serviceFiles, stackFile, thing, Workspace } from "./support/workspace.ts";

/** Changes that are made, two seconds each. More: `IMPACT_CHANGES=500 npm run vitest -- test/fleet/impact/revisions/random.test.ts`. */
const count = Number(process.env.IMPACT_CHANGES ?? 3);

const pulumi = 'import * as pulumi from "@pulumi/pulumi";\n';
const fs = 'import { existsSync, readFileSync, readdirSync } from "node:fs";\n';

/** Programs that learn what they make in every way: defaults, components, files, folders, packages, config, outputs. */
const services = {
  ...serviceFiles(
    "defaulted",
    `${thing("timeout: defaults.timeout")}export const url = \`https://\${defaults.timeout}\`;\nexport const fixed = 1;\n`,
  ),
  ...serviceFiles("parts", `import { size } from "./parts";\n${thing("size")}`),
  "services/parts/parts.ts": "export const size = 1;\n",
  ...serviceFiles("limits", fs + thing('limits: readFileSync("../../shared/limits.json", "utf8")')),
  "shared/limits.json": "1",
  ...serviceFiles("items", fs + thing('items: readdirSync("items").sort().join()')),
  "services/items/items/a.txt": "a",
  ...serviceFiles("flagged", fs + thing('memory: existsSync("flag") ? defaults.memory : 1')),
  ...serviceFiles("priced", `import { rate } from "rates";\n${thing("rate")}`),
  "packages/rates/package.json": '{ "name": "rates", "type": "module", "exports": "./index.js" }',
  "packages/rates/index.js": "export const rate = 1;\n",
  ...serviceFiles("paged", pulumi + thing('page: new pulumi.asset.FileAsset("page.html")')),
  "services/paged/page.html": "<p>one</p>",
  ...serviceFiles("configured", pulumi + thing('value: new pulumi.Config("configured").require("value")')),
  ...serviceFiles(
    "reader",
    pulumi + thing('url: new pulumi.StackReference("organization/defaulted/prod").getOutput("url")'),
  ),
  ...serviceFiles("alone", thing("")),
};

/** A change of one file: its text, or none for a file that goes. */
type Edit = readonly [file: string, text: string | undefined];

const some = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const edit = (file: string, text: fc.Arbitrary<string | undefined>): fc.Arbitrary<Edit> =>
  text.map((one) => [file, one] as const);
const component = (extra: string) => `import * as pulumi from "@pulumi/pulumi";
export class Thing extends pulumi.CustomResource {
  constructor(name: string, settings: Record<string, unknown>) {
    super("shop:index:Thing", name, { kind: "thing", ${extra} ...settings });
  }
}
`;

const edits: fc.Arbitrary<Edit> = fc.oneof(
  edit(
    "platform/defaults.ts",
    fc
      .tuple(some(10, 15), some(256, 512), some(1, 2))
      .map(([t, m, u]) => `export const defaults = { timeout: ${t}, memory: ${m}, unused: ${u} };\n`),
  ),
  edit("platform/thing.ts", some("", "/* as it was */", "tracing: true,").map(component)),
  edit(
    "services/parts/parts.ts",
    some("export const size = 1;\n", "export const size = 2;\n", "export const size = 1; // One.\n"),
  ),
  // Takes the place of parts.ts where a program doesn't say which.
  edit("services/parts/parts.js", some(undefined, "export const size = 3;\n")),
  edit("shared/limits.json", some("1", "2")),
  edit("services/items/items/b.txt", some(undefined, "b", "c")),
  edit("services/flagged/flag", some(undefined, "")),
  edit(
    "packages/rates/index.js",
    some(1, 2).map((rate) => `export const rate = ${rate};\n`),
  ),
  edit("services/paged/page.html", some("<p>one</p>", "<p>two</p>")),
  edit("services/configured/Pulumi.prod.yaml", some("one", "two").map(stackFile)),
  edit("services/configured/Pulumi.dev.yaml", some("one", "two").map(stackFile)),
  edit("services/alone/README.md", some(undefined, "# Alone\n", "# Still\n")),
  edit("services/alone/index.ts", some("", "size: 1", "size: 1 /* one */").map(thing)),
);

/** The graphs of all services as they are now, by running everything, without anything that is kept. */
async function everything(workspace: Workspace, key: Uint8Array): Promise<Map<string, string>> {
  const pool = await createPool({ cwd: workspace.root });
  const graphs = graphsTogether({
    stage: "prod",
    version: versionOf(workspace.root),
    run: (options) => pool.run(options),
  });
  const found = new Map<string, string>();
  for (const name of serviceNames(join(workspace.root, "services"))) {
    const service = findService(join(workspace.root, "services", name));
    found.set(name, packGraph(await graphs(service), { key, dir: service.dir }));
  }
  pool.end();
  return found;
}

const title = `impact names exactly the services whose graph changes: ${count} random changes, against running everything`;

test(title, { timeout: 600_000 + count * 30_000 }, async () => {
  using workspace = new Workspace(services);
  symlinkSync("../packages/rates", join(workspace.root, "node_modules/rates"));
  const key = createKey();
  let before = await everything(workspace, key);
  let runs = 0;
  const changes = fc.sample(fc.array(edits, { minLength: 1, maxLength: 3 }), {
    numRuns: count,
    seed: seed(),
  });
  for (const change of changes) {
    for (const [file, text] of change)
      if (text === undefined) workspace.remove(file);
      else workspace.write({ [file]: text });
    const after = await everything(workspace, key);
    const found = await workspace.impact();
    const changed = [...after].flatMap(([name, graph]) => (graph === before.get(name) ? [] : [name]));
    expect(
      { failures: found.failures, changed: found.impacts.map(({ service }) => service) },
      JSON.stringify(change),
    ).toEqual({
      failures: [],
      changed: changed.sort(),
    });
    runs += found.runs.now + found.runs.base;
    workspace.commit("changed");
    before = after;
  }
  // What has not changed was mostly not run: the ten services would be 20 runs a change.
  expect(runs).toBeLessThan(count * 12 + 20);
});

/** Another one each day, and the same for who repeats a run. */
const seed = () =>
  Number(process.env.IMPACT_SEED ?? new Date().toISOString().slice(0, 10).replaceAll("-", ""));
