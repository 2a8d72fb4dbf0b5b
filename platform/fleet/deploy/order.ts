import { type Graph, reveal } from "../../engine/index.ts";

/** The services of each service whose outputs it reads, by name. */
export type Reads = ReadonlyMap<string, readonly string[]>;

const reference = "pulumi:pulumi:StackReference";

/** The services of the same stage that a program refers to, among those that are named. */
export function readBy(graph: Graph, names: readonly string[]): string[] {
  const read = graph.of(reference).flatMap(({ inputs }) => {
    const [, service = "", stage] = String(reveal(inputs.name)).split("/");
    return stage === graph.stack && service !== graph.project && names.includes(service) ? [service] : [];
  });
  return [...new Set(read)].sort();
}

/** The services that each service waits for when those that are read go last. */
export function reversed(reads: Reads): Reads {
  return new Map(
    [...reads.keys()].map((name) => [
      name,
      [...reads].flatMap(([reader, read]) => (read.includes(name) ? [reader] : [])),
    ]),
  );
}

/** The services that read one of those named, directly or through others, and those themselves. */
export function withReaders(names: readonly string[], reads: Reads): string[] {
  const readers = reversed(reads);
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name) || !reads.has(name)) return;
    found.add(name);
    for (const reader of readers.get(name) ?? []) visit(reader);
  };
  names.forEach(visit);
  return [...found].sort();
}

/**
 * A circle as a picture for a terminal:
 *
 *     a -> b -> c
 *     ^         |
 *     +---------+
 */
export function circleDrawing(names: readonly string[]): string {
  const row = names.join(" -> ");
  if (names.length === 1) return `${row} -> ${row}`;
  const last = row.length - names.at(-1)!.length;
  const between = last - 1;
  return [row, `^${" ".repeat(between)}|`, `+${"-".repeat(between)}+`].join("\n");
}
