import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { stages } from "../../platform/defaults.ts";
import { constantCase } from "../../platform/values/names.ts";
import { partitionOf } from "../../platform/values/partitions/partitions.ts";
import { type Answers, type Kind, specOf } from "../kinds/index.ts";
import { tagsIn } from "../kinds/tags.ts";
import { recordFiles } from "../record.ts";
import type { PlannedFile } from "./file.ts";
import {
  array,
  concat,
  inline,
  json,
  list,
  markdown,
  object,
  properties,
  propertyName,
  route,
  yaml,
} from "./text.ts";

const templates = join(import.meta.dirname, "../../templates");

const helpers = {
  array,
  concat,
  constantCase,
  inline,
  json,
  list,
  markdown,
  object,
  partition: (region: string) => partitionOf(region).id,
  properties,
  propertyName,
  route,
  yaml,
};

const handlebars = Handlebars.create();
// Handlebars passes its own options last, which helpers with any number of arguments must not see.
for (const [name, help] of Object.entries(helpers))
  handlebars.registerHelper(name, (...args: unknown[]) =>
    (help as (...given: unknown[]) => unknown)(...args.slice(0, -1)),
  );

/**
 * Every file of a new service. A pure function of the answers and the templates: writes nothing. Answers must have
 * passed `check`.
 *
 * A template's path may hold `__step__`: it is rendered once for each of `steps`, with `step` set to it; so for any
 * list of the answers, and for `__stage__`. `formerName` is what the names of the service's resources begin with where it isn't
 * its own name, since it was renamed.
 */
export function plan(kind: Kind, answers: Answers, formerName?: string): PlannedFile[] {
  const { variant, questions } = specOf(kind);
  const name = variant(answers);
  const sources = sourcesOf(kind, name);
  const partials = read("partials");
  for (const { path, content } of partials) handlebars.registerPartial(path, content);
  // Answers left to the platform are there as undefined: an unknown name in a template is an error.
  const all = Object.fromEntries(questions.map(({ name }) => [name, answers[name]]));
  const prefix = formerName ?? answers.name;
  const view = { kind, stages: Object.keys(stages), tags: tagsIn(answers), ...all, prefix, formerName };
  const files = sources.flatMap((source) => render(source, view)).sort(byPath);
  const templates = { folder: `${kind}/${name}`, version: versionOf([...sources, ...partials]) };
  const record = { kind, answers, ...(formerName && { formerName }), templates };
  return [...files, ...recordFiles(record, files)].sort(byPath);
}

/** The templates of a variant: its own, over those that it shares with others of its kind, over those of every kind. */
function sourcesOf(kind: Kind, variant: string): PlannedFile[] {
  const { shared = [] } = specOf(kind).variants[variant]!;
  const ofKind = [...shared, variant].map((folder) => read(`${kind}/${folder}`)).reduce(lay);
  return lay(read("common"), ofKind.sort(byPath));
}

/** Files over others: of two with the same path, the upper one stays. */
const lay = (lower: readonly PlannedFile[], upper: readonly PlannedFile[]): PlannedFile[] => [
  ...lower.filter(({ path }) => !upper.some((other) => other.path === path)),
  ...upper,
];

const byPath = (a: PlannedFile, b: PlannedFile): number => (a.path < b.path ? -1 : 1);

/** Identifies the templates that a service is made of, so that a later version of them can bring it up to date. */
function versionOf(sources: readonly PlannedFile[]): string {
  const hash = createHash("sha256");
  for (const { path, content } of sources) hash.update(`${path}\n${content}\n`);
  return hash.digest("hex").slice(0, 12);
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
    .map((path) => ({
      path: path.replaceAll("\\", "/").slice(0, -".hbs".length),
      content: readFileSync(join(root, path), "utf8"),
    }))
    .sort(byPath);
}
