import { relative, resolve } from "node:path";
import type { Message } from "esbuild";

/** A handler that can't become a Lambda archive. The message has every problem with its file, line and remedy. */
export class BundleError extends Error {
  override name = "BundleError";
}

/** The error for a handler; each problem is a line of its own. */
export function bundleError(handler: string, dir: string, problems: readonly string[]): BundleError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new BundleError([`The handler ${handler} of ${dir} can't be bundled:`, ...lines].join("\n"));
}

/** One line for what esbuild reports: `src/create-user.ts:3:24: what is wrong. What to do.` */
export function describe(message: Message, workingDir: string, dir: string): string {
  const { location, text } = message;
  const where = location
    ? `${relative(dir, resolve(workingDir, location.file))}:${location.line}:${location.column + 1}: `
    : "";
  const line = location?.lineText.trim();
  return `${where}${text}.${remedy(text)}${line ? `\n    ${line}` : ""}`;
}

function remedy(text: string): string {
  const missing = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
  if (missing === undefined) return "";
  if (missing.startsWith(".") || missing.startsWith("/"))
    return " There is no such file: correct the path; it needs the file's extension (.ts).";
  if (missing.startsWith("#"))
    return ' Names with # are those under "imports" in the package.json of the repository.';
  const name = missing
    .split("/")
    .slice(0, missing.startsWith("@") ? 2 : 1)
    .join("/");
  return ` Check the spelling, or install it in the root of the repository: npm install ${name}`;
}
