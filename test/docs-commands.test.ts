import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { afterAll, expect, test } from "vitest";
import { measurements } from "../bench/index.ts";
import {
  blocks,
  blocksOf,
  namesMissing,
  pages,
  read,
  readmeTemplates,
  root,
  serviceReadmes,
} from "./support/pages.ts";

const run = promisify(execFile);
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

mkdirSync(join(root, ".tmp"), { recursive: true });
const tmp = mkdtempSync(join(root, ".tmp", "docs-"));
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

/** Commands of a text: lines of shell blocks, and `npm run` and `aws` in sentences. */
const commandsIn = (text: string) =>
  [
    ...blocksOf(text, "sh").flatMap((block) => block.replaceAll("\\\n", " ").split("\n")),
    ...[...text.matchAll(/`((?:npm (?:run|test)|aws )[^`]*)`/g)].map(([, command]) => command!),
  ]
    .map((line) =>
      line
        .replace(/\s+#.*/, "")
        .replaceAll(/\s+/g, " ")
        .trim(),
    )
    .filter((line) => line !== "");

const ofPlatform = new Set(pages.flatMap((page) => commandsIn(read(page))));

/** Those of templates are read as if the service were called `users-api`. */
const ofServices = [
  ...serviceReadmes.map(read),
  ...readmeTemplates.map((path) => read(path).replaceAll("{{{name}}}", "users-api")),
].flatMap(commandsIn);

/** Those about an example that an organisation removed stay in the docs, as the template's. */
const commands = [...new Set([...ofPlatform, ...ofServices])].filter((command) => !namesMissing(command));

/** npm itself costs half a second a call and is the same every time: the script's own command is run. */
function script(command: string): [file: string, args: string[]] {
  const [, name, rest = ""] = /^npm run ([\w:-]+)(?: -- (.*))?$/.exec(command)!;
  const [, ...args] = scripts[name!]!.split(" ");
  return [process.execPath, [...args, ...rest.split(" ").filter(Boolean)]];
}

const succeeds = async (command: string, ...more: string[]) => {
  const [file, args] = script(command);
  const { stdout } = await run(file, [...args, ...more], { cwd: root, maxBuffer: 10 * 2 ** 20 });
  return stripVTControlCharacters(stdout);
};

const runByCi = async (command: string) => {
  expect(read(".ci/run")).toContain(command);
};

const exists = async (...path: string[]) => {
  expect(existsSync(join(root, ...path)), join(...path)).toBe(true);
};

/** Clients of the AWS SDK by the name that the AWS CLI gives their service. */
const clients: Readonly<Record<string, () => Promise<object>>> = {
  dynamodb: () => import("@aws-sdk/client-dynamodb"),
  s3api: () => import("@aws-sdk/client-s3"),
  secretsmanager: () => import("@aws-sdk/client-secrets-manager"),
  sqs: () => import("@aws-sdk/client-sqs"),
  stepfunctions: () => import("@aws-sdk/client-sfn"),
};

/** How each form of command is run, or where. */
const runners: readonly (readonly [RegExp, (command: string) => Promise<unknown>])[] = [
  [/^npm ci && npm test$/, runByCi],
  [/^npm ci && npm run demo$/, printsWhatTheReadmeShows],
  [/^npm (test|run test:engine|run demo)$/, runByCi],
  // Run by `npm test` itself.
  [/^npm run check$/, async () => expect(scripts.test).toContain("npm run check")],
  [/^npm run (vitest|format)$/, async (command) => expect(scripts).toHaveProperty([command.slice(8)])],
  [/^npm run (bench|checks|dev|fleet|help|overrides|plan|tune)$/, (command) => succeeds(command, "--help")],
  // They take a minute or many: the measurement has to be there. CI runs the shortest.
  [/^npm run bench -- --only /, async (command) => expect(measurements).toHaveProperty([command.slice(24)])],
  // Commands of one service's page are those of the platform's pages for another one, which run below: it has to be there.
  // Its own tests plan it and start it on localhost.
  [/^npm run (dev|plan) -- [\w-]+$/, (command) => ofOneService(command)],
  // What it finds depends on the working tree; test/commands runs it over a small repository.
  [/^npm run impact/, (command) => succeeds(command.split(" -- ")[0]!, "--help")],
  [/^npm run plan -- .* --html$/, (command) => succeeds(command, join(tmp, "page.html"))],
  [/^npm run plan -- /, (command) => succeeds(command)],
  // Its own test runs it: the programs of all services take long.
  [/^npm run checks -- --stage prod( --loops loops)?$/, async () => exists("test/commands/checks.test.ts")],
  [/^npm run why -- /, (command) => succeeds(command)],
  // Their own tests run them: they run the programs of several services, in every stage.
  [/^npm run overrides -- /, async () => exists("test/commands/ledger.test.ts")],
  [/^npm run diagram -- /, (command) => succeeds(command, "--out", join(tmp, "diagram.svg"))],
  // It writes; test/fleet/derived has what.
  [
    /^npm run derive( -- --only \w+)?$/,
    (command) => succeeds(command.replace(/ -- .*/, " -- --only accounts"), "--check"),
  ],
  [/^npm run derive -- --check$/, (command) => succeeds(command, "--only", "codeowners")],
  // It needs an account; test/fleet runs it against one on localhost.
  [/^npm run tune -- /, (command) => succeeds(command, "--help")],
  [/^npm run upgrade-services$/, (command) => succeeds(command, "--help")],
  [/^npm run upgrade-services -- /, (command) => succeeds(command)],
  [
    /^npm run (rename|remove)-service -- [\w-]+( [\w-]+)? --dry-run/,
    async (command) => {
      const [, name = ""] = /^npm run ([\w-]+)/.exec(command) ?? [];
      await exists(`test/commands/${name}.test.ts`);
    },
  ],
  // They are for a copy of the template; their own tests run them there.
  [/^npm run init( -- --organisation .*)?$/, async () => exists("test/commands/init.test.ts")],
  [/^npm run upgrade-platform( -- .*)?$/, async () => exists("test/engine-cli/upgrade-platform.test.ts")],
  [/^git (init|remote|fetch|merge) /, async () => exists("test/engine-cli/upgrade-platform.test.ts")],
  // They need the CLI and an account; test/engine-cli runs it against one on localhost.
  [/^npm run fleet -- /, (command) => succeeds(command, "--help")],
  [/^npm run new-service$/, (command) => succeeds(command, "--help")],
  [/^npm run new-service -- /, (command) => succeeds(command, "--dir", tmp)],
  [
    /^npm run vitest -- /,
    async (command) => {
      for (const path of command
        .replace(/ -t ".*"/, "")
        .split(" ")
        .slice(4))
        await exists(path);
    },
  ],
  // test/engine-cli runs it for a service of each kind.
  [/^cd services\/[\w-]+ && pulumi up/, (command) => exists(command.split(" ")[1]!, "Pulumi.yaml")],
  // They need an account: where the service's SDK is installed, it has to have the operation.
  [
    /^aws [\w-]+ [\w-]+/,
    async (command) => {
      const [, service = "", operation = ""] = command.split(" ");
      const name = `-${operation}`.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const client = await clients[service]?.();
      if (client) expect(client).toHaveProperty(`${name}Command`);
    },
  ],
];

async function ofOneService(command: string): Promise<void> {
  if (!ofPlatform.has(command)) await exists("services", command.split(" ").at(-1)!, "index.ts");
  else if (command.startsWith("npm run plan")) await succeeds(command);
  else await devStarts(command);
}

async function devStarts(command: string): Promise<void> {
  const [file, args] = script(command);
  const child = spawn(file, [...args, "--port", "0"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  for await (const chunk of child.stdout) if (String(chunk).includes("ready in")) break;
  child.kill("SIGINT");
  await ended;
}

const literally = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Holds `…` for any text in a line, and a line of `…` for any lines. */
const shortened = (block: string) =>
  new RegExp(
    block
      .split(/^…\n/m)
      .map((lines) => lines.split("…").map(literally).join("[^\\n]*"))
      .join("(?:[^\\n]*\\n)*?"),
  );

async function printsWhatTheReadmeShows(): Promise<void> {
  const [shown = ""] = blocks("README.md", "");
  expect(await succeeds("npm run demo")).toMatch(shortened(shown));
}

test.each(commands)("the command of the docs works: %s", async (command) => {
  const runner = runners.find(([pattern]) => pattern.test(command));
  expect(runner, "no test runs this command").toBeDefined();
  await runner![1](command);
});
