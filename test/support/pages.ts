import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { examples } from "../../generators/init/examples.ts";
import { platformDir as root } from "../../platform/values/places.ts";

export { root };

export const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Whether a text of the docs names an example that an organisation removed. */
export const namesMissing = (text: string): boolean =>
  Object.keys(examples).some(
    (name) =>
      !existsSync(join(root, "services", name)) && new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text),
  );

const below = (folder: string, ending: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(ending) && !name.includes("node_modules"));

/** Pages below docs/. */
export const docs = below("docs", ".md");

/** Pages about the platform. */
export const pages = ["README.md", "CONTRIBUTING.md", "AGENTS.md", ...docs];

/** Pages about a service. */
export const serviceReadmes = below("services", "/README.md");

/** Parts of the README of a scaffolded service. */
export const readmeTemplates = [
  ...below("templates", "README.md.hbs"),
  ...below("templates/partials", ".hbs"),
];

/** Blocks of code in a text, by their language. */
export function blocksOf(text: string, language: string): string[] {
  const all = [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)];
  return all.filter(([, of]) => of === language).map(([, , block]) => block!);
}

export const blocks = (page: string, language: string) => blocksOf(read(page), language);
