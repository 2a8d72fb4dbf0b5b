// `npm run bench [-- --only <name>] [--json]`: figures that belong together, side by side in one run.
import { parseArgs } from "node:util";
import { bundleSize } from "./bundle-size.ts";
import { coldStart } from "./cold-start.ts";
import { engine } from "./engine.ts";
import { localHttp } from "./local-http.ts";
import { print, type Row } from "./table.ts";
import { warm } from "./warm.ts";

const measurements: Record<string, () => Promise<Row[]>> = {
  "cold-start": coldStart,
  "bundle-size": bundleSize,
  warm,
  engine,
  "local-http": localHttp,
};

const { values } = parseArgs({
  options: { only: { type: "string" }, json: { type: "boolean", default: false } },
});
const { only, json } = values;
if (only !== undefined && !Object.hasOwn(measurements, only)) {
  console.error(
    `There is no measurement called ${only}; there are: ${Object.keys(measurements).join(", ")}.`,
  );
  process.exit(2);
}

const all: Row[] = [];
for (const [name, measure] of Object.entries(measurements)) {
  if (only !== undefined && only !== name) continue;
  if (!json) console.error(`measuring ${name} ...`);
  all.push(...(await measure()));
}
console.log(json ? JSON.stringify(all, undefined, 2) : print(all));
