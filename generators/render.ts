import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { stages } from "../platform/defaults.ts";
import { constantCase } from "../platform/values/names.ts";
import { type Answers, type Kind, specOf } from "./kinds.ts";
import {
  camelCase,
  inline,
  json,
  markdown,
  pascalCase,
  prettyJson,
  properties,
  propertyName,
} from "./text.ts";

/** A file of a new service; `path` is relative to the service's folder, with `/` on every system. */
export interface PlannedFile {
  readonly path: string;
  readonly content: string;
}

const templates = join(import.meta.dirname, "../templates");

const helpers = { camelCase, constantCase, inline, json, markdown, pascalCase, properties, propertyName };

const handlebars = Handlebars.create();
// Handlebars passes its own options last; helpers with default arguments must not see them.
for (const [name, help] of Object.entries(helpers))
  handlebars.registerHelper(name, (...args: unknown[]) =>
    (help as (...given: unknown[]) => string)(...args.slice(0, -1)),
  );

/**
 * Every file of a new service. A pure function of the answers and the templates: writes nothing. Answers must have
 * passed `check`.
 *
 * A template's path may hold `__step__`: it is rendered once for each of `steps`, with `step` set to it; so for any
 * list of the answers, and for `__stage__`.
 */
export function plan(kind: Kind, answers: Answers): PlannedFile[] {
  const variant = specOf(kind).variant(answers);
  const sources = [...read("common"), ...read(`${kind}/${variant}`)];
  const view = { kind, variant, stages: Object.keys(stages), ...answers, given: answers };
  const files = sources.flatMap((source) => render(source, view));
  files.push({ path: "service.json", content: record(kind, variant, answers, sources) });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The record of how a service was made, from which a later version of the templates can bring it up to date. */
function record(kind: Kind, variant: string, answers: Answers, sources: readonly PlannedFile[]): string {
  const hash = createHash("sha256");
  for (const { path, content } of sources) hash.update(`${path}\n${content}\n`);
  const version = hash.digest("hex").slice(0, 12);
  return `${prettyJson({ kind, answers, templates: { folder: `${kind}/${variant}`, version } })}\n`;
}

function render(source: PlannedFile, view: Readonly<Record<string, unknown>>): PlannedFile[] {
  const each = /__([a-z]+)__/.exec(source.path)?.[1];
  const items = each ? (view[`${each}s`] as readonly string[]) : [undefined];
  const template = handlebars.compile(source.content, { strict: true });
  return items.map((item) => ({
    path: item ? source.path.replaceAll(`__${each}__`, item) : source.path,
    content: template(each ? { ...view, [each]: item } : view),
  }));
}

/** The templates of a folder, sorted, their paths without `.hbs`. */
function read(folder: string): PlannedFile[] {
  const root = join(templates, folder);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".hbs"))
    .sort()
    .map((path) => ({
      path: path.replaceAll("\\", "/").slice(0, -".hbs".length),
      content: readFileSync(join(root, path), "utf8"),
    }));
}
