import { globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { platformDir as root } from "../platform/values/places.ts";

/** What a deployment runs or bundles: the programs, and everything that handlers are or may import. */
const deployed = [
  "platform/index.ts",
  "platform/foundation/index.ts",
  "platform/runtime/**/*.ts",
  "services/*/*.ts",
  "services/*/src/**/*.ts",
];

/** Modules that CloudFront's own runtime has ("Helper methods for key value stores", Amazon CloudFront). */
const ofCloudFront = ["cloudfront"];

/** The package of a specifier: `@aws-sdk/client-s3` of `@aws-sdk/client-s3/dist`. */
const packageOf = (specifier: string) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0];

/** Packages asked for at run time, which esbuild doesn't see: `require("x")` of createRequire. */
const required = (code: string) =>
  [
    ...code.matchAll(
      /(?<![.\w])(?:(?:require|import\.meta)\.resolve|require|createRequire\(import\.meta\.url\))\("([^"./#][^"]*)"\)/g,
    ),
  ].map(([, name]) => name!);

/** Packages that files load, directly or by what they import, to the first file that does. Types are no imports. */
async function loaded(patterns: readonly string[]): Promise<Map<string, string>> {
  const { metafile } = await build({
    entryPoints: patterns.flatMap((pattern) => globSync(pattern, { cwd: root })),
    absWorkingDir: root,
    bundle: true,
    metafile: true,
    write: false,
    outdir: "unused",
    packages: "external",
    format: "esm",
    platform: "node",
  });
  const packages = new Map<string, string>();
  for (const [file, { imports }] of Object.entries(metafile.inputs)) {
    const external = imports.filter((one) => one.external).map(({ path }) => path);
    for (const specifier of [...external, ...required(readFileSync(join(root, file), "utf8"))])
      if (!isBuiltin(specifier) && !packages.has(packageOf(specifier)))
        packages.set(packageOf(specifier), file);
  }
  return packages;
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));

/** Those that `npm ci --omit=dev` leaves out. */
const leftOut = (packages: ReadonlyMap<string, string>) =>
  [...packages].filter(
    ([name]) =>
      !ofCloudFront.includes(name) &&
      (manifest.dependencies[name] === undefined || lock.packages[`node_modules/${name}`].dev === true),
  );

test("`npm ci --omit=dev` installs every package that programs and handlers load", async () => {
  const packages = await loaded(deployed);
  expect([...packages.keys()]).toEqual(
    expect.arrayContaining(["@pulumi/aws", "@pulumi/awsx", "asl-validator", "croner", "esbuild", "zod"]),
  );
  expect(leftOut(packages)).toEqual([]);
});

test("every command but those for developing works after `npm ci --omit=dev`", async () => {
  const runner = readFileSync(join(root, "platform/run.mjs"), "utf8");
  const developing = JSON.parse(/^const developing = (\[.*\]);$/m.exec(runner)![1]!);
  const scripts = Object.values<string>(manifest.scripts).flatMap(
    (script) => /platform\/commands\/[\w-]+\.ts/.exec(script) ?? [],
  );
  const lacking = await Promise.all(
    scripts.map(async (file) => (leftOut(await loaded([file])).length > 0 ? [basename(file, ".ts")] : [])),
  );
  expect(lacking.flat().sort()).toEqual(developing);
});

test("`npm ci --omit=dev` installs what Node is told to load before a program", () => {
  const projects = globSync(["Pulumi.yaml", "services/*/Pulumi.yaml", "templates/**/Pulumi.yaml.hbs"], {
    cwd: root,
  });
  const preloaded = projects.map((file) => [
    file,
    /nodeargs: --import (\S+)/.exec(readFileSync(join(root, file), "utf8"))?.[1],
  ]);
  expect(preloaded.filter(([, name]) => name === undefined || !(name in manifest.dependencies))).toEqual([]);
});
