import type { Graph, Resource } from "../../engine/index.ts";
import { suggestion, UsageError } from "../../values/problems.ts";
import { ofService, settingsOfComponent } from "./concerns.ts";
import { settingPaths } from "./why.ts";

/** What is asked about: components, undefined for the service as a whole, and one setting or all. */
interface Question {
  readonly components: readonly (Resource | undefined)[];
  readonly setting: string | undefined;
}

/** Reads a component's name and a setting's, either of which may be left out. Throws a `UsageError` for what isn't there. */
export function questionOf(
  words: readonly string[],
  components: readonly Resource[],
  graph: Graph,
): Question {
  const service = graph.project;
  const everything = [undefined, ...components];
  const [first, second] = words;
  if (first === undefined) return { components: everything, setting: undefined };
  const named = components.filter(({ name }) => name === first);
  if (second === undefined && named.length === 0) {
    const found = settingsNamed(first);
    if (found.length === 0) throw new UsageError(unknown(first, components, service));
    const ofAll = settingPaths.filter((path) => ofService.some((group) => path.startsWith(`${group}.`)));
    const theirs = [...ofAll, ...settingsOf(components, graph)];
    const none = `No component of ${service} has the setting ${first}.`;
    return { components: everything, setting: oneOf(first, found, { theirs, none }) };
  }
  if (named.length === 0) throw new UsageError(unknownComponent(first, components, service));
  if (second === undefined) return { components: named, setting: undefined };
  const found = settingsNamed(second);
  if (found.length === 0)
    throw new UsageError(
      `There is no setting called ${JSON.stringify(second)}.${settingHint(second)} platform/defaults.ts has them all.`,
    );
  const theirs = settingsOf(named, graph);
  const none = `${first} has no setting ${second}. Its settings: ${[...new Set(theirs)].sort().join(", ")}.`;
  return { components: named, setting: oneOf(second, found, { theirs, none }) };
}

/** Settings of a full path, or of a last key. */
const settingsNamed = (word: string): string[] =>
  settingPaths.includes(word) ? [word] : settingPaths.filter((path) => path.endsWith(`.${word}`));

const settingsOf = (components: readonly Resource[], graph: Graph): string[] =>
  components.flatMap((one) => settingsOfComponent(graph, one, settingPaths));

/** The setting that a word means: the only one of its name among those that what is asked about has. */
function oneOf(
  word: string,
  named: readonly string[],
  { theirs, none }: { readonly theirs: readonly string[]; readonly none: string },
): string {
  const [found, ...others] = named.filter((setting) => theirs.includes(setting));
  if (found === undefined) throw new UsageError(none);
  if (others.length === 0) return found;
  throw new UsageError(
    `${others.length + 1} settings are called ${word}: name one of ${[found, ...others].join(", ")}.`,
  );
}

const settingHint = (word: string): string =>
  suggestion(word, [...settingPaths, ...settingPaths.map(lastKey)]);

const lastKey = (path: string): string => path.split(".").at(-1)!;

function unknownComponent(word: string, components: readonly Resource[], service: string): string {
  const names = [...new Set(components.map(({ name }) => name))].sort();
  return `${service} has no component called ${JSON.stringify(word)}.${suggestion(word, names)} There are: ${names.join(", ")}.`;
}

function unknown(word: string, components: readonly Resource[], service: string): string {
  const names = [...new Set(components.map(({ name }) => name))].sort();
  const hint = suggestion(word, [...names, ...settingPaths, ...settingPaths.map(lastKey)]);
  return (
    `${JSON.stringify(word)} is neither a component of ${service} nor a setting.${hint} ` +
    `Its components: ${names.join(", ")}. platform/defaults.ts has all settings.`
  );
}
