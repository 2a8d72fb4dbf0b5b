import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Graph } from "../../engine/index.ts";
import { svgOf } from "../diagram/diagram.ts";
import { flowOf } from "./flow.ts";
import { loopsIn, loopText, loopWiring } from "./loops.ts";

/** Draws each loop into a folder: `loop-1.svg`. Gives the files. */
export async function writeLoops(graphs: readonly Graph[], folder: string): Promise<string[]> {
  const flow = flowOf(graphs);
  mkdirSync(folder, { recursive: true });
  return Promise.all(
    loopsIn(flow).map(async (loop, i) => {
      const file = join(folder, `loop-${i + 1}.svg`);
      writeFileSync(file, await svgOf(loopWiring(loop, flow), { title: loopText(loop, flow) }));
      return file;
    }),
  );
}
