import { relative } from "node:path";
import { styleText } from "node:util";
import type { Created } from "./create.ts";

const bytes = (content: string): number => Buffer.byteLength(content);

/** The result for programs. Paths of files are relative to `folder`. */
export function asJson({ kind, name, folder, files }: Created, dryRun: boolean): string {
  const list = files.map(({ path, content }) => ({ path, bytes: bytes(content) }));
  return JSON.stringify({ status: dryRun ? "planned" : "written", kind, name, folder, files: list }, null, 2);
}

/** The result for people: the tree with each file's size, and the next steps. */
export function asText(created: Created, dryRun: boolean): string {
  const { name, folder, files } = created;
  const place = relative(process.cwd(), folder) || folder;
  const total = files.reduce((sum, { content }) => sum + bytes(content), 0);
  const head = dryRun
    ? `Would write ${files.length} files, ${size(total)}, nothing is written:`
    : `Wrote ${files.length} files, ${size(total)}:`;
  const commands = [
    [`npm run dev -- ${name}`, "on this machine, reloads on save"],
    [`npm run vitest -- services/${name}`, "its tests"],
    [`npm run plan -- ${name}`, "what it makes in AWS"],
    [`services/${name}/README.md`, "its runbook"],
  ] as const;
  const widest = Math.max(...commands.map(([command]) => command.length));
  const next = commands.map(([command, what]) => `  ${command.padEnd(widest)}  ${what}`);
  const tree = [styleText("bold", `${place.replaceAll("\\", "/")}/`), ...branches(created)];
  return [head, ...tree, ...(dryRun ? [] : ["", "Next:", ...next])].join("\n");
}

function branches({ files }: Created): string[] {
  const width = Math.max(...files.map(({ path }) => path.length));
  let folder = "";
  return files.flatMap(({ path, content }) => {
    const parts = path.split("/");
    const parent = parts.slice(0, -1).join("/");
    const lines = parent && parent !== folder ? [`  ${parent}/`] : [];
    folder = parent;
    const label = `${parent ? "    " : "  "}${parts.at(-1)}`;
    return [...lines, `${label.padEnd(width + 4)}${styleText("dim", size(bytes(content)).padStart(8))}`];
  });
}

const size = (count: number): string => (count < 1024 ? `${count} B` : `${(count / 1024).toFixed(1)} KB`);
