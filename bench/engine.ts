import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { median, type Row, rows } from "./table.ts";

/** How often each number of services is run; the large ones take seconds and vary little. */
const runs = { 1: 5, 50: 3, 200: 1 };

/** Graphs of 1, 50 and 200 services offline, each from process start, over writing the same JSON by hand. */
export async function engine(): Promise<Row[]> {
  const all: Row[] = [];
  for (const [count, times] of Object.entries(runs)) {
    const took: Record<"hand" | "engine", number[]> = { hand: [], engine: [] };
    let megabytes = 0;
    for (let run = 0; run < times; run++)
      for (const how of ["hand", "engine"] as const) {
        const start = performance.now();
        const script = join(import.meta.dirname, "engine-run.ts");
        const { stdout } = await promisify(execFile)(process.execPath, [script, how, count], {
          maxBuffer: 1e9,
        });
        took[how].push(performance.now() - start);
        if (how === "engine") megabytes = Number(stdout);
      }
    const group = `offline engine, ${count} service${count === "1" ? "" : "s"}`;
    all.push(
      ...rows(group, "ms", [
        ["JSON by hand", median(took.hand)],
        ["graph", median(took.engine)],
      ]),
    );
    all.push({ group, what: "resident memory", value: megabytes, unit: "MB" });
  }
  return all;
}
