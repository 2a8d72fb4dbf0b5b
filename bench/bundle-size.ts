import { layered, naive, ours } from "./peers.ts";
import { empty, scaffolded } from "./subjects.ts";
import type { Row } from "./table.ts";

/** Kilobytes of a function's code, in all (tracing and credential providers included, which load on demand). */
export async function bundleSize(): Promise<Row[]> {
  const all: Row[] = [];
  for (const subject of [empty, ...(await scaffolded())])
    for (const build of subject === empty ? [ours] : [ours, layered, naive]) {
      const { name: what, bytes } = await build(subject);
      all.push({ group: "bundle", what: `${what}, raw`, value: bytes.raw / 1024, unit: "KB" });
      all.push({ group: "bundle", what: `${what}, zip`, value: bytes.zip / 1024, unit: "KB" });
    }
  return all;
}
