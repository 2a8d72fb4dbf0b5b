import type { Graph, Resource } from "../../engine/index.ts";
import { suggestion, UsageError } from "../../values/problems.ts";
import { settingsOfComponent } from "./concerns.ts";
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
    return { components: everything, setting: one(first, concerning(found, components, graph)) };
  }
  if (named.length === 0) throw new UsageError(unknownComponent(first, components, service));
  if (second === undefined) return { components: named, setting: undefined };
  const found = settingsNamed(second);
  if (found.length === 0)
    throw new UsageError(
      `There is no setting called ${JSON.stringify(second)}.${settingHint(second)} platform/defaults.ts has them all.`,
    );
  return { components: named, setting: one(second, concerning(found, named, graph)) };
}

/** Settings of a full path, or of a last key. */
const settingsNamed = (word: string): string[] =>
  settingPaths.includes(word) ? [word] : settingPaths.filter((path) => path.endsWith(`.${word}`));

/** Those of some settings that components have to do with; all of them where that is none. */
function concerning(settings: readonly string[], components: readonly Resource[], graph: Graph): string[] {
  const theirs = new Set(components.flatMap((one) => settingsOfComponent(graph, one, settings)));
  return settings.filter((setting) => theirs.size === 0 || theirs.has(setting));
}

function one(word: string, [found, ...others]: readonly string[]): string {
  if (found !== undefined && others.length === 0) return found;
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
