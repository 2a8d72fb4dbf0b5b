import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackResult } from "../../platform/fleet/deploy/results.ts";
import type { Result, Workspace } from "./cli.ts";

/** Services by name, and those whose outputs they read: some alone, a chain, and one that many read. */
export const reads: Readonly<Record<string, readonly string[]>> = {
  s01: [],
  s02: ["s01"],
  s03: ["s02"],
  s04: ["s03"],
  s05: ["s04"],
  s06: [],
  s07: ["s06"],
  s08: ["s06"],
  s09: ["s07", "s08"],
  s10: ["s06"],
  s11: ["s10"],
  s12: ["s11"],
  s13: ["s10", "s01"],
  s14: [],
  s15: [],
  s16: ["s14", "s15"],
  s17: [],
  s18: [],
  s19: ["s18"],
  s20: [],
};
export const names = Object.keys(reads);

/** A small program: books on a shelf, with the title of those that it reads in their text. The file `generation` changes them all. */
const program = (others: readonly string[]) => `import { existsSync, readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
const me = pulumi.getProject();
const generation = readFileSync("../../generation", "utf8");
const torn = existsSync("../../torn") && readFileSync("../../torn", "utf8") === me;
const read = ${JSON.stringify(others)}.map((name) =>
  new pulumi.StackReference(name, { name: \`organization/\${name}/\${pulumi.getStack()}\` }).requireOutput("title"));
class Book extends pulumi.CustomResource {
  constructor(name, args) {
    super("shelf:index:Book", name, args, { version: "1.0.0" });
  }
}
const text = torn ? "torn" : pulumi.output(read).apply((titles) => [generation, ...titles].join(" "));
new Book("kept", { title: me + "-kept", text });
new Book("replaced", { title: \`\${me}-\${generation}\`, text });
export const title = me;
`;

/** Writes the services into a workspace. */
export function writeServices(workspace: Workspace): void {
  for (const [name, others] of Object.entries(reads)) {
    const dir = join(workspace.dir, "services", name);
    mkdirSync(dir);
    writeFileSync(
      join(dir, "Pulumi.yaml"),
      `name: ${name}\nmain: index.mjs\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nconfig:\n  owner: crew\n`,
    );
    writeFileSync(join(dir, "Pulumi.dev.yaml"), "config:\n  aws:region: eu-west-1\n");
    writeFileSync(join(dir, "index.mjs"), program(others));
  }
}

export const fleetArgs = (...args: string[]) => ["platform/commands/fleet.ts", ...args, "--stage", "dev"];

/** Runs the command; gives its result with that of each service. */
export async function fleet(workspace: Workspace, ...args: string[]) {
  const result: Result = await workspace.run(process.execPath, fleetArgs(...args, "--json"));
  const services = result.stdout.startsWith('{\n  "operation"')
    ? (JSON.parse(result.stdout) as { services: StackResult[] }).services
    : [];
  return {
    ...result,
    services,
    status: Object.fromEntries(services.map(({ service, status }) => [service, status])),
  };
}

/** What is on the shelf: the text of each book by its title. */
export const shelf = (workspace: Workspace): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(workspace.dir, "account/shelf")).map((title) => [
      title,
      (JSON.parse(readFileSync(join(workspace.dir, "account/shelf", title), "utf8")) as { text: string })
        .text,
    ]),
  );

/** The calls that the provider got, in their order: `create s01-kept`. */
export const calls = (workspace: Workspace): string[] =>
  readFileSync(join(workspace.dir, "account/calls"), "utf8").trim().split("\n");

/** What the shelf holds when all services are at a generation. */
export const whole = (generation: string): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) =>
      ["kept", generation].map((part) => [`${name}-${part}`, [generation, ...reads[name]!].join(" ")]),
    ),
  );

/** Files of Pulumi's own backend in the workspace: `locks/organization/s01/dev/....json`. */
export const backend = (workspace: Workspace, folder: string): string[] =>
  readdirSync(join(workspace.dir, "state/.pulumi"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.json$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.includes(`/.pulumi/${folder}/`));
