import { relative, resolve } from "node:path";
import type { Message } from "esbuild";
import { packageOf } from "./packages.ts";

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
  const importer = location ? packageOf(resolve(workingDir, location.file)) : undefined;
  return `${where}${text}.${remedy(text, importer)}${line ? `\n    ${line}` : ""}`;
}

/** What to do; `importer` is the package that the error is in. */
function remedy(text: string, importer: string | undefined): string {
  const asset = /^No loader is configured for "([^"]*)" files/.exec(text)?.[1];
  if (asset !== undefined) {
    if (importer) return ` Add "${importer}" to the function's nodeModules: it isn't bundled then.`;
    return asset === ".node"
      ? " Native code can't be bundled: put it into a package, and that into the function's nodeModules."
      : ` Read it where it is needed, from new URL("./name${asset}", import.meta.url): it travels with the handler.`;
  }
  const missing = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
  // A pattern of paths: `require("../build/*.node")`.
  if (missing === undefined)
    return importer && text.startsWith("Could not resolve")
      ? ` Add "${importer}" to the function's nodeModules: it isn't bundled then.`
      : "";
  if (missing.startsWith(".") || missing.startsWith("/"))
    return " There is no such file: correct the path; it needs the file's extension (.ts).";
  if (missing.startsWith("#"))
    return ' Names with # are those under "imports" in the package.json of the repository.';
  const name = missing
    .split("/")
    .slice(0, missing.startsWith("@") ? 2 : 1)
    .join("/");
  const install = `install it in the root of the repository: npm install ${name}`;
  return importer
    ? ` If ${importer} works without it, add "${name}" to the function's external. Else ${install}`
    : ` Check the spelling, or ${install}`;
}
