import { bundleSize } from "./bundle-size.ts";
import { coldStart } from "./cold-start.ts";
import { engine } from "./engine.ts";
import { impact } from "./impact.ts";
import { localHttp } from "./local-http.ts";
import { runtimeImports } from "./runtime-imports.ts";
import type { Row } from "./table.ts";
import { warm } from "./warm.ts";

/** The measurements of `npm run bench`, by name. */
export const measurements: Readonly<Record<string, () => Promise<Row[]>>> = {
  "cold-start": coldStart,
  "bundle-size": bundleSize,
  imports: runtimeImports,
  warm,
  engine,
  impact,
  "local-http": localHttp,
};
