import { measurements } from "../../bench/index.ts";
import { print, type Row } from "../../bench/table.ts";
import { command } from "./command.ts";
import { summaries } from "./summaries.ts";

const names = Object.keys(measurements);

await command({
  usage: "npm run bench -- [--only <name>] [--json]",
  description: summaries.bench,
  flags: {
    only: { type: "string", value: "<name>", choices: names, help: `one of ${names.join(", ")}` },
    json: { type: "boolean", help: "print JSON" },
  },
  run: async ({ flags: { only, json } }) => {
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
