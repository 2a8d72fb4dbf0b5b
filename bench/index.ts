import { command, UsageError } from "../platform/commands/command.ts";
import { bundleSize } from "./bundle-size.ts";
import { coldStart } from "./cold-start.ts";
import { engine } from "./engine.ts";
import { localHttp } from "./local-http.ts";
import { runtimeImports } from "./runtime-imports.ts";
import { print, type Row } from "./table.ts";
import { warm } from "./warm.ts";

const measurements: Record<string, () => Promise<Row[]>> = {
  "cold-start": coldStart,
  "bundle-size": bundleSize,
  imports: runtimeImports,
  warm,
  engine,
  "local-http": localHttp,
};

await command({
  usage: "npm run bench -- [--only <name>] [--json]",
  description: "Measures, side by side in one run, what docs/performance.md reports; takes a minute or two.",
  flags: {
    only: { type: "string", value: "<name>", help: `one of ${Object.keys(measurements).join(", ")}` },
    json: { type: "boolean", help: "print JSON" },
  },
  run: async ({ flags: { only, json } }) => {
    if (only !== undefined && !Object.hasOwn(measurements, only))
      throw new UsageError(
        `There is no measurement called ${only}; there are: ${Object.keys(measurements).join(", ")}.`,
      );
    const all: Row[] = [];
    for (const [name, measure] of Object.entries(measurements)) {
      if (only !== undefined && only !== name) continue;
      process.stderr.write(`measuring ${name} ...\n`);
      all.push(...(await measure()));
    }
    process.stdout.write(`${json ? JSON.stringify(all, undefined, 2) : print(all)}\n`);
    return undefined;
  },
});
