import { naive, ours } from "./peers.ts";
import type { Row } from "./table.ts";

/** Kilobytes of a function's code, in all (tracing and credential providers included, which load on demand). */
export async function bundleSize(): Promise<Row[]> {
  const all: Row[] = [];
  for (const name of ["empty", "gateway-mini", "gateway", "gateway-dynamodb"])
    for (const build of name.startsWith("gateway") ? [ours, naive] : [ours]) {
      const { name: what, bytes } = await build(name);
      all.push({ group: "bundle", what: `${what}, raw`, value: bytes.raw / 1024, unit: "KB" });
      all.push({ group: "bundle", what: `${what}, zip`, value: bytes.zip / 1024, unit: "KB" });
    }
  return all;
}
