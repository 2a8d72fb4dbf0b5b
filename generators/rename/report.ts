import type { Rename } from "./rename.ts";

export interface RenameResult {
  readonly rename: Rename;
  readonly effects: readonly {
    readonly stage: string;
    readonly replaced: readonly string[];
    readonly updated: number;
    readonly unchanged: number;
  }[];
  /** Commands for stacks that still have their old name. */
  readonly commands: readonly string[];
  readonly dryRun: boolean;
}

/** The result for programs. */
export function renameJson({ rename, effects, commands, dryRun }: RenameResult): string {
  const { renaming, changes, mentions } = rename;
  const { from, to, formerName } = renaming;
  const files = changes.map(({ path }) => path);
  return JSON.stringify(
    {
      status: dryRun ? "planned" : "renamed",
      from,
      to,
      formerName,
      files,
      effects,
      stacks: commands,
      mentions,
    },
    null,
    2,
  );
}

/** The result for people. */
export function renameText({ rename, effects, commands, dryRun }: RenameResult): string {
  const { renaming, changes, mentions } = rename;
  const { from, to, formerName } = renaming;
  const own = changes.filter(({ path }) => path.startsWith(`services/${to}/`)).length;
  const others = changes.map(({ path }) => path).filter((path) => !path.startsWith(`services/${to}/`));
  return [
    dryRun
      ? `services/${from} would become services/${to}; nothing is changed. ${own} of its files change`
      : `services/${from} is services/${to} now. ${own} of its files changed`,
    ...listed(others, dryRun ? "Beside it would change" : "Beside it changed"),
    "",
    formerName === undefined
      ? `Its resources have names that begin with ${to}:`
      : `Its resources keep their names, which begin with ${formerName} (formerName in its Pulumi.yaml):`,
    ...effects.flatMap(effectLines),
    ...listed(grouped(mentions), `Still called ${from}, for people to see to`),
    ...(commands.length === 0
      ? []
      : [
          "",
          `Before the next pulumi up, each deployed stack gets its new name, or ${to} would make everything a second time:`,
          ...commands.map((command) => `  ${command}`),
        ]),
  ].join("\n");
}

function effectLines({ stage, replaced, updated, unchanged }: RenameResult["effects"][number]): string[] {
  return [
    `  ${stage}: ${replaced.length} replaced, ${updated} updated in place (tags, environment), ${unchanged} unchanged`,
    ...replaced.map((one) => `    ${one}`),
  ];
}

const listed = (lines: readonly string[], title: string): string[] =>
  lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];

/** `path:1`, `path:2` as `path: lines 1, 2`. */
function grouped(places: readonly string[]): string[] {
  const lines = new Map<string, string[]>();
  for (const place of places) {
    const [, path = "", line = ""] = /^(.*):(\d+)$/.exec(place) ?? [];
    lines.set(path, [...(lines.get(path) ?? []), line]);
  }
  return [...lines].map(([path, at]) => `${path}: ${at.length === 1 ? "line" : "lines"} ${at.join(", ")}`);
}
