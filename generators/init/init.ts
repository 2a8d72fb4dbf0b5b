import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../../platform/values/problems.ts";
import { removalOf } from "../remove/remove.ts";
import { permissionsOf, type Text, textsBelow } from "../rename/texts.ts";
import { prettyJson } from "../render/text.ts";
import type { Change } from "../upgrade/changes.ts";
import type { Answers } from "./answers.ts";
import { examples, isExample } from "./examples.ts";
import { withoutLinks } from "./markdown.ts";
import { rowsOf } from "./rows.ts";

/** The answers of the run that made the template an organisation's own; the template itself has no such file. */
export const recordFile = "template.json";

/** The answers that a repository was made of. */
export const readAnswers = (root: string): Answers =>
  JSON.parse(readFileSync(join(root, recordFile), "utf8")) as Answers;

/** What keeps a repository that was made an organisation's own from being made another's. */
export function againProblems(root: string): Problem[] {
  if (!existsSync(join(root, recordFile))) return [];
  const problem =
    `the template was made ${readAnswers(root).organisation}'s own already. Its next release comes by ` +
    "npm run upgrade-platform; examples go by npm run remove-service.";
  return [{ where: recordFile, problem }];
}

/** What the template becomes. Paths are from the root. */
export interface Init {
  /** Folders of services that go, with everything in them. */
  readonly folders: readonly string[];
  readonly changes: readonly Change[];
  /** Examples that stay and refer to one that goes. */
  readonly problems: readonly Problem[];
}

/** Works out what the answers make of the template in `root`, whose services are `names`. Writes nothing. */
export function initOf(root: string, answers: Answers, names: readonly string[]): Init {
  const keep: readonly string[] = answers.keep;
  const gone = names.filter((name) => isExample(name) && !keep.includes(name));
  const folders = gone.map((name) => `services/${name}`);
  const isBelow = (path: string) =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
  const pages = gone.flatMap((name) => (isExample(name) ? examples[name] : []));
  const files = [...gone.map(permissionsOf), ...pages].filter((path) => existsSync(join(root, path)));
  const isGone = (path: string) => files.includes(path) || isBelow(path.replace(/\/$/, ""));

  const texts = [...textsBelow(root)].filter(({ path }) => !isGone(path));
  const rows = rowsOf(answers, { region: regionOf(texts), unused: onlyIn(root, folders, texts) });
  const updated = texts.flatMap(({ path, bytes, text }): Change[] => {
    const own = rows.filter(({ of }) => of(path)).reduce((made, { change }) => change(made), text);
    const after = path.endsWith(".md") ? withoutLinks(own, path, isGone) : own;
    return after === text ? [] : [{ path, outcome: "updated", before: bytes, after: Buffer.from(after) }];
  });
  const removed = files.map(
    (path): Change => ({ path, outcome: "removed", before: readFileSync(join(root, path)) }),
  );
  const record = Buffer.from(`${prettyJson(answers)}\n`);
  return {
    folders,
    changes: [...removed, ...updated, { path: recordFile, outcome: "added", after: record }],
    problems: gone.flatMap((name) => referenceProblems(root, name, isBelow)),
  };
}

/** The region that the template is written for. */
function regionOf(texts: readonly Text[]): string {
  const file = "platform/organisation.ts";
  const [, region] =
    /^export const region = "(.+)"/m.exec(texts.find(({ path }) => path === file)?.text ?? "") ?? [];
  if (region === undefined) throw new Error(`${file} has no line: export const region = "..."`);
  return region;
}

function referenceProblems(root: string, name: string, isGone: (path: string) => boolean): Problem[] {
  const readers = removalOf(root, name)
    .references.filter((path) => !isGone(path))
    .map((path) => path.split("/")[1]!);
  return [...new Set(readers)].map((reader) => ({
    where: "--keep",
    problem: `${reader} refers to ${name}; keep ${name} too, or ${
      isExample(reader) ? `leave ${reader} out` : "remove the reference first"
    }.`,
  }));
}

/** Packages that the folders' code imports and none of the other texts names. */
function onlyIn(root: string, folders: readonly string[], others: readonly Text[]): string[] {
  const code = /\.([cm]?[jt]s|hbs)$/;
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const within = folders.flatMap((folder) => [...textsBelow(root, folder)]).map(({ text }) => text);
  const names = (texts: readonly string[], name: string) => texts.some((text) => text.includes(`"${name}`));
  const rest = others.filter(({ path }) => code.test(path)).map(({ text }) => text);
  return Object.keys(dependencies ?? {}).filter((name) => names(within, name) && !names(rest, name));
}
