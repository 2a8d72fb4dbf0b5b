import { execFile, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, describe, expect, test } from "vitest";
import { kindNames } from "../generators/kinds/index.ts";
import { defaults } from "../platform/defaults.ts";
import * as platform from "../platform/index.ts";
import * as runtime from "../platform/runtime/index.ts";
import { platformDir as root } from "../platform/values/places.ts";

const run = promisify(execFile);
const read = (path: string) => readFileSync(join(root, path), "utf8");
const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name.replaceAll("\\", "/")}`);
const pages = ["README.md", "CONTRIBUTING.md", "AGENTS.md", ...docs];
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

mkdirSync(join(root, ".tmp"), { recursive: true });
const tmp = mkdtempSync(join(root, ".tmp", "docs-"));
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

function blocks(page: string, language: string): string[] {
  return [...read(page).matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(
    ([, text]) => text!,
  );
}

/** Commands of the pages, each once: lines of shell blocks, and `npm run` in the text. */
const lines = pages.flatMap((page) => [
  ...blocks(page, "sh").flatMap((block) => block.split("\n")),
  ...[...read(page).matchAll(/`(npm (?:run|test)[^`]*)`/g)].map(([, command]) => command!),
]);
const commands = [...new Set(lines.map((line) => line.replace(/\s+#.*/, "").trim()).filter(Boolean))];

/** npm itself costs half a second a call and is the same every time: the script's own command is run. */
function script(command: string): [file: string, args: string[]] {
  const [, name, rest = ""] = /^npm run ([\w:-]+)(?: -- (.*))?$/.exec(command)!;
  const [, ...args] = scripts[name!]!.split(" ");
  return [process.execPath, [...args, ...rest.split(" ").filter(Boolean)]];
}

const succeeds = async (command: string, ...more: string[]) => {
  const [file, args] = script(command);
  await run(file, [...args, ...more], { cwd: root, maxBuffer: 10 * 2 ** 20 });
};

const runByCi = async (command: string) => {
  expect(read(".ci/run")).toContain(command);
};

/** How each form of command is run, or where. */
const runners: readonly (readonly [RegExp, (command: string) => Promise<void>])[] = [
  [
    /^npm ci && npm (test|run demo)$/,
    (command) => runByCi(command.replace("npm ci && npm run demo", "npm run demo")),
  ],
  [/^npm (test|run test:engine|run demo)$/, runByCi],
  // Run by `npm test` itself.
  [/^npm run check$/, async () => expect(scripts.test).toContain("npm run check")],
  [/^npm run (vitest|format)$/, async (command) => expect(scripts).toHaveProperty([command.slice(8)])],
  [/^npm run (bench|dev|help|tune)$/, (command) => succeeds(command, "--help")],
  [/^npm run bench -- --only [\w-]+$/, (command) => succeeds(command)],
  [/^npm run plan -- .* --html$/, (command) => succeeds(command, join(tmp, "page.html"))],
  [/^npm run plan -- /, (command) => succeeds(command)],
  [/^npm run diagram -- /, (command) => succeeds(command, "--out", join(tmp, "diagram.svg"))],
  // It needs an account; test/fleet runs it against one on localhost.
  [/^npm run tune -- /, (command) => succeeds(command, "--help")],
  [/^npm run new-service$/, (command) => succeeds(command, "--help")],
  [/^npm run new-service -- /, (command) => succeeds(command, "--dir", tmp)],
  [/^npm run dev -- /, devStarts],
  [
    /^npm run vitest -- /,
    async (command) => {
      for (const path of command.split(" ").slice(4)) expect(existsSync(join(root, path)), path).toBe(true);
    },
  ],
  // test/engine-cli runs it for a service of each kind.
  [
    /^cd services\/[\w-]+ && pulumi up/,
    async (command) => {
      expect(existsSync(join(root, command.split(" ")[1]!, "Pulumi.yaml"))).toBe(true);
    },
  ],
];

async function devStarts(command: string): Promise<void> {
  const [file, args] = script(command);
  const child = spawn(file, [...args, "--port", "0"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  for await (const chunk of child.stdout) if (String(chunk).includes("ready in")) break;
  child.kill("SIGINT");
  await ended;
}

test.each(commands)("the command of the docs works: %s", async (command) => {
  const runner = runners.find(([pattern]) => pattern.test(command));
  expect(runner, "no test runs this command").toBeDefined();
  await runner![1](command);
});

test("the TypeScript of the docs compiles", async () => {
  for (const page of pages)
    for (const [i, block] of blocks(page, "ts").entries())
      writeFileSync(join(tmp, `${page.replaceAll(/\W/g, "-")}-${i}.ts`), `${block}\nexport {};\n`);
  const config = {
    extends: join(root, "tsconfig.json"),
    include: ["*.ts"],
    compilerOptions: { incremental: false },
  };
  writeFileSync(join(tmp, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "node_modules/typescript-7/bin/tsc");
  const result = await run(process.execPath, [tsc, "-p", tmp]).catch((error: { stdout: string }) => error);
  expect(result.stdout).toBe("");
});

/** What `#platform` exports that service programs make: a page each. */
const componentNames = Object.entries(platform)
  .filter(([, value]) => typeof value === "function" && value.prototype instanceof pulumi.ComponentResource)
  .map(([name]) => name);

test.each(componentNames)(
  "%s has a page with an example, its arguments, failures, costs and limits",
  (name) => {
    const page = `docs/components/${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}.md`;
    expect(docs).toContain(page);
    expect(blocks(page, "ts").join("\n")).toContain(`new ${name}(`);
    const text = read(page);
    expect(text).toMatch(/^\| (argument|option)/m);
    for (const part of [/Failure path|Failures|When (it|something) fails/, /Costs|What it costs/, /Limits/])
      expect(text).toMatch(new RegExp(`^(## |\\*\\*)(${part.source})`, "m"));
  },
);

test("the pages name defaults that there are", () => {
  for (const page of docs.filter((name) => name !== "docs/defaults.md"))
    for (const [, path] of read(page).matchAll(/`defaults\.([\w.]+)`/g)) {
      const value = path!
        .split(".")
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], defaults);
      expect(value, `${path} in ${page}`).toBeDefined();
    }
});

/** What runs at CloudFront's edge, not in Lambda: the page on distributions tells of it. */
const atTheEdge = /^cloudfront\b/;

/** Relative imports of a file of the runtime, types included. */
const importsOf = (file: string): string[] =>
  [...read(`platform/runtime/${file}`).matchAll(/(?:from|import\()\s*"(\.\.?\/[^"]+)"/g)].map(([, path]) =>
    join(dirname(file), path!),
  );

describe("the page on what handlers import", () => {
  const page = read("docs/runtime.md");
  const modules = new Set([...page.matchAll(/`#runtime\/([\w-]+)`/g)].map(([, name]) => name!));
  const rows = [...page.matchAll(/^\| `([^`]+)`.* (\d+) \/ (\d+) +\|$/gm)].map(([, name]) => name!);

  test("names everything that #runtime exports", () => {
    const missing = Object.keys(runtime).filter((name) => !new RegExp(`\\b${name}\\b`).test(page));
    expect(missing).toEqual([]);
  });

  test("leaves no module of the runtime out that handlers could only import by its name", () => {
    const reached = new Set<string>();
    const visit = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      importsOf(file).forEach(visit);
    };
    ["index.ts", ...[...modules].map((name) => `${name}.ts`)].forEach(visit);
    const all = readdirSync(join(root, "platform/runtime"), { recursive: true, encoding: "utf8" });
    const inLambda = all.filter((file) => file.endsWith(".ts") && !atTheEdge.test(file));
    expect(inLambda.filter((file) => !reached.has(file))).toEqual([]);
    expect(read("docs/components/distribution.md")).toContain('"#runtime/cloudfront"');
  });

  test("names every module that a service, a template or another page imports", () => {
    const files = ["services", "templates", "docs"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(ts|md)$/.test(name))
        .map((name) => `${folder}/${name}`),
    );
    const used = files.flatMap((file) =>
      [...read(file).matchAll(/"#runtime\/([\w-]+)"/g)].map(([, name]) => name!),
    );
    const inLambda = [...new Set(used)].filter((name) => !atTheEdge.test(name));
    expect(inLambda.filter((name) => !modules.has(name))).toEqual([]);
  });

  test("says of each wrapper and module what it costs, what it does and how it is used", () => {
    const measured = JSON.stringify(
      [...read("bench/runtime-imports.ts").matchAll(/^ {2}"?([#\w/-]+)"?: [`']/gm)].map(([, name]) => name),
    );
    expect(JSON.stringify(rows)).toBe(measured);
    for (const name of rows) expect(page, name).toMatch(new RegExp(`^## .*\`${name}\``, "m"));
    for (const name of modules) expect(rows).toContain(`#runtime/${name}`);
    const examples = blocks("docs/runtime.md", "ts").join("\n");
    for (const name of modules) expect(examples, name).toContain(`"#runtime/${name}"`);
  });
});

test("the README shows the users API as it is", () => {
  expect(blocks("README.md", "ts")).toContain(read("services/users-api/index.ts"));
});

test("the README names every kind that can be scaffolded", () => {
  const rows = [...read("README.md").matchAll(/^\| `(\w+)` +\|/gm)].map(([, kind]) => kind);
  expect(rows).toEqual([...kindNames]);
});

test.each(pages)("the links of %s lead somewhere", (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!);
  for (const link of links) expect(existsSync(join(root, dirname(page), link)), link).toBe(true);
});
