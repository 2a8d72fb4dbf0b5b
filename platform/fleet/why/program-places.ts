import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ObjectProperty } from "oxc-parser";
import type { Graph } from "../../engine/index.ts";
import { platformDir } from "../../values/places.ts";
import { callAt, propertiesIn, sourceOf } from "./syntax.ts";

const own = join(platformDir, "platform", "/");

/**
 * The place, `file:line`, where a service's program makes a resource; with a key, the line of that argument within the call, where it
 * is written out once, or once with this value.
 */
export function programPlace(graph: Graph, urn: string, key?: string, value?: unknown): string | undefined {
  for (const frame of graph.placesOf(urn)) {
    const [, uri = "", line = "", column = ""] = /^(.*?):(\d+):(\d+)$/.exec(frame) ?? [];
    const file = uri.startsWith("file:") ? fileURLToPath(uri.replace(/\?.*$/, "")) : uri;
    if (file.startsWith(own) || !existsSync(file)) continue;
    const within =
      key === undefined ? undefined : argumentLine(file, [Number(line), Number(column)], key, value);
    return `${file}:${within ?? line}`;
  }
  return undefined;
}

function argumentLine(
  file: string,
  [line, column]: readonly [number, number],
  key: string,
  value: unknown,
): number | undefined {
  const source = sourceOf(file, readFileSync(file, "utf8"));
  const call = callAt(source, line, column);
  if (!call) return undefined;
  const all = propertiesIn(source, call, key);
  const same = all.filter((property) => holds(property, value));
  const [found] = all.length === 1 ? all : same.length === 1 ? same : [];
  return found && source.lineOf(found.start);
}

const holds = ({ value }: ObjectProperty, wanted: unknown): boolean =>
  value.type === "Literal" && value.value === wanted;
