import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { platformDir } from "../../platform/values/places.ts";
import { runCommand } from "./support.ts";

/** A repository of services elsewhere, with the platform as one of its packages. */
const workspace = realpathSync(mkdtempSync(join(tmpdir(), "workspace-")));
afterAll(() => rmSync(workspace, { recursive: true, force: true }));
const subfolder = join(workspace, "docs/pictures");
for (const folder of [subfolder, join(workspace, "services"), join(workspace, "node_modules")])
  mkdirSync(folder, { recursive: true });
symlinkSync(platformDir, join(workspace, "node_modules/lambda-platform"));
for (const name of ["zod", "@aws-sdk", "@pulumi"])
  symlinkSync(join(platformDir, "node_modules", name), join(workspace, "node_modules", name));
const files = {
  "package.json": JSON.stringify({
    private: true,
    type: "module",
    imports: {
      "#platform": "lambda-platform",
      "#runtime": "lambda-platform/runtime",
      "#runtime/*": "lambda-platform/runtime/*",
      "#local": "lambda-platform/local",
      "#test": "lambda-platform/test",
    },
  }),
  "Pulumi.yaml":
    "name: foundation\nruntime: nodejs\nmain: node_modules/lambda-platform/platform/foundation/index.ts\nconfig:\n  owner: platform\n",
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, name), text);

test("services of another repository are made, planned and run by the platform, from a subfolder too", async () => {
  const services = readdirSync(join(platformDir, "services"));
  const made = await runCommand("new-service", ["gateway", "shop", "--owner", "crew", "--table", "items"], {
    cwd: subfolder,
  });
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(existsSync(join(workspace, "services/shop/index.ts"))).toBe(true);
  expect(readdirSync(join(platformDir, "services"))).toEqual(services);

  const plan = await runCommand("plan", ["shop", "--json"], { cwd: subfolder });
  expect(plan).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(plan.out)).toMatchObject({ service: "shop", stage: "dev" });
  // Bundles are kept in the workspace: the platform's own folder may be read-only.
  expect(readdirSync(join(workspace, "node_modules/.cache/lambda-platform"))).toContain("bundles");

  const wrong = await runCommand("plan", ["users-api"], { cwd: workspace });
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('There is no service called "users-api". There are: shop, foundation.');

  const dev = await runCommand("dev", ["shop", "--port", "0", "--json"], {
    cwd: workspace,
    until: '"ready"',
  });
  expect(dev).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(dev.out.split("\n")[0]!)).toMatchObject({ type: "ready", service: "shop" });
});

test("a service of another repository reads the outputs of that repository's foundation", async () => {
  const folder = join(workspace, "services/alerts");
  mkdirSync(join(folder, "src"), { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), "name: alerts\nruntime: nodejs\nconfig:\n  owner: crew\n");
  writeFileSync(
    join(folder, "Pulumi.prod.yaml"),
    'config:\n  alerts:defaults: \'{ "foundation": { "stack": "foundation" } }\'\n',
  );
  writeFileSync(
    join(folder, "index.ts"),
    'import { Queue } from "#platform";\nexport const { arn } = new Queue("jobs");\n',
  );
  const { code, out, err } = await runCommand("plan", ["alerts", "--stage", "prod", "--json"], {
    cwd: folder,
  });
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(":foundation-prod-alarms");
});

test("outside of any repository of services a command says what it looks for, and from where", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "nowhere-")));
  try {
    const { code, out, err } = await runCommand("plan", ["shop"], { cwd: folder });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`There is no services/ folder from ${folder} upwards.`);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("what the platform gives other repositories is what it gives its own services", () => {
  const { imports, exports } = JSON.parse(readFileSync(join(platformDir, "package.json"), "utf8")) as Record<
    "imports" | "exports",
    Record<string, string>
  >;
  for (const [name, target] of Object.entries(imports)) {
    const path = name === "#platform" ? "." : name.replace("#", "./");
    expect(exports[path], name).toBe(target);
  }
});
