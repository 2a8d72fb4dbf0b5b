import { basename } from "node:path";
import type { Output } from "./require.ts";
import { type Built, sha256 } from "./zip.ts";

/**
 * Names chunks by their contents. esbuild's own hash also covers the sources' paths, so a checkout elsewhere would
 * give other bytes. Entries keep their names. Chunks are named leaves first: what a chunk imports is part of its contents.
 */
export function rename(outputs: readonly Output[], entries: readonly string[]): Pick<Built, "code" | "maps"> {
  const text = new Map(
    outputs.filter(({ path }) => path.endsWith(".mjs")).map(({ path, text }) => [basename(path), text]),
  );
  const names = new Map(entries.map((entry) => [entry, entry]));
  const imported = new Map(
    [...text].map(([file, code]) => [
      file,
      [...text.keys()].filter((other) => other !== file && code.includes(`"./${other}"`)),
    ]),
  );
  const imports = (file: string) => imported.get(file) ?? [];
  const replaced = (file: string) => {
    let code = text.get(file) ?? "";
    for (const other of imports(file))
      code = code.replaceAll(`"./${other}"`, `"./${names.get(other) ?? "cycle.mjs"}"`);
    return code;
  };
  // esbuild also writes chunks for dynamic imports in code that it then drops; they stay out.
  const reached = new Set(entries);
  for (const file of reached) for (const other of imports(file)) reached.add(other);
  const waiting = [...reached].filter((file) => !names.has(file)).sort();
  while (waiting.length > 0) {
    // Chunks that import each other get named together, in the order of their contents.
    const ready = waiting.filter((file) => imports(file).every((other) => names.has(other)));
    const group = ready.length > 0 ? ready : [...waiting];
    const hashes = group.map((file) => sha256(replaced(file)).toString("hex").slice(0, 12));
    group.forEach((file, i) => {
      names.set(file, `chunk-${hashes[i]}.mjs`);
      waiting.splice(waiting.indexOf(file), 1);
    });
  }
  const maps = outputs.filter(
    ({ path }) => path.endsWith(".map") && reached.has(basename(path).slice(0, -4)),
  );
  return {
    code: [...reached].map((file) => ({ name: names.get(file)!, data: Buffer.from(replaced(file)) })),
    maps: maps.map(({ path, contents }) => ({
      name: `${names.get(basename(path).replace(/\.map$/, ""))}.map`,
      data: contents,
    })),
  };
}
