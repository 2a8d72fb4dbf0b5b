import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { platformDir as root } from "../../platform/values/places.ts";
import { handlers } from "./index.ts";

/** A service's folder that lives as long as it is used: `using folder = serviceFolder({ ... })`. */
export interface ServiceFolder extends Disposable {
  readonly dir: string;
}

/** A folder of a service called `shop` with a handler; `files` replaces its files or adds to them. */
export function serviceFolder(files: Readonly<Record<string, string>> = {}): ServiceFolder {
  const dir = mkdtempSync(join(tmpdir(), "service-"));
  cpSync(join(handlers, "src"), join(dir, "src"), { recursive: true });
  const all = {
    "package.json": '{ "type": "module" }',
    "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: index.ts\nconfig:\n  owner: crew\n",
    "Pulumi.dev.yaml": "config:\n  aws:region: eu-central-1\n",
    "index.ts": program("new Queue('jobs');"),
    ...files,
  };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

/** The text of a program that imports everything it may need, by full paths: its folder has no dependencies. */
export function program(body: string): string {
  const platform = pathToFileURL(join(root, "platform", "index.ts")).href;
  return [
    `import * as pulumi from ${JSON.stringify(import.meta.resolve("@pulumi/pulumi"))};`,
    `import { Event, Function, Parameter, Queue, Secret } from ${JSON.stringify(platform)};`,
    body,
    "export const stage = pulumi.getStack();\n",
  ].join("\n");
}
