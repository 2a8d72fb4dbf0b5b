#!/usr/bin/env node
/**
 * Runs a file of the platform, or the command of a package, on the Node that handlers run on in Lambda, whatever the
 * machine has: `node platform/run.mjs platform/commands/plan.ts users-api`, `node platform/run.mjs vitest run`. Where it is
 * run, and so whose services the command works on, is another matter: `platform/values/places.ts`.
 *
 * Plain JavaScript, since this one runs on the machine's own Node, from version 20 on. The packages that bring Node each
 * have a bin called `node`, but not every npm links it when only one of them fits the platform.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Major version of Lambda's runtime; TypeScript runs as it is from here on. */
const wanted = 24;

/** Commands that need development dependencies. All others work after `npm ci --omit=dev`. */
const developing = ["bench", "demo", "dev", "new-service", "upgrade-services"];

/** Root of the platform's package, whatever folder this is run in. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(join(root, "package.json"));

/** Where npm put a Node for this platform; undefined where there is none. */
function packagedNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const binary = platform === "win" ? "bin/node.exe" : "bin/node";
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`])
    try {
      return join(dirname(require.resolve(`${name}/package.json`)), binary);
    } catch {
      // Not installed here.
    }
  return undefined;
}

/** The nearest folder upwards with services: it can be written to, which an installed platform may not. */
function workspace() {
  for (let at = process.cwd(); ; at = dirname(at)) {
    if (existsSync(join(at, "services"))) return at;
    if (dirname(at) === at) return root;
  }
}

/** Development dependencies that aren't installed: most of them after `npm ci --omit=dev`. */
function leftOut() {
  const { devDependencies = {} } = require("./package.json");
  const isThere = (name) => require.resolve.paths(name).some((dir) => existsSync(join(dir, name)));
  return Object.keys(devDependencies).filter((name) => !name.startsWith("@types/") && !isThere(name));
}

/** What to do when a command may have failed for lack of them. */
function printRemedy() {
  const names = leftOut();
  if (names.length > 0)
    console.error(
      `error This install lacks development dependencies: ${names.join(", ")}. ` +
        "Run npm ci without --omit=dev, then this again.",
    );
}

/** The file behind a command of a package: `vitest`; undefined where the package isn't installed. */
function commandFile(name) {
  if (leftOut().includes(name)) return undefined;
  const manifest = require.resolve(`${name}/package.json`);
  const { bin } = require(manifest);
  return join(dirname(manifest), typeof bin === "string" ? bin : bin[name]);
}

const [what = "", ...args] = process.argv.slice(2);
const file = /\.[cm]?[jt]s$/.test(what) ? join(root, what) : commandFile(what);
if (!file) {
  printRemedy();
  process.exit(1);
}

const isNew = Number(process.versions.node.split(".")[0]) >= wanted;
const node = isNew ? process.execPath : packagedNode();

if (!node) {
  console.error(
    `error Node ${wanted} is needed and there is no package of it for ${process.platform} ${process.arch}; ` +
      `this is Node ${process.versions.node}. Install Node ${wanted} and run this again.`,
  );
  process.exit(1);
}

// Compiling the SDK, @pulumi/aws and the platform's own TypeScript takes longer than most commands run.
const NODE_COMPILE_CACHE = join(workspace(), "node_modules", ".cache", "lambda-platform", "compile");
const child = spawn(node, [file, ...args], {
  stdio: "inherit",
  env: { NODE_COMPILE_CACHE, ...process.env },
});
// A terminal sends Ctrl-C to both; anything else that ends this process must end the child too.
process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`error ${node} can't be started: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    return;
  }
  if (code === 1 && developing.includes(basename(file, ".ts"))) printRemedy();
  process.exit(code ?? 1);
});
