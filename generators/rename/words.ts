import { dirname, join } from "node:path/posix";

/** A service's old and new name. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
  /** What the names of its resources begin with, where it isn't the new name. */
  readonly formerName: string | undefined;
  /** Stages whose physical names follow too; none where the resources keep theirs. */
  readonly stages: readonly string[];
}

/** A name with nothing on either side that would make it a part of another one. */
const whole = (name: string): string => `(?<![\\w-])${name}(?![\\w-])`;

/** Where to find a service: its folder, and commands on it. In any text of the repository. */
export function readdressed(text: string, { from, to }: Renaming): string {
  return text
    .replaceAll(new RegExp(`(?<![\\w-])services/${from}(?![\\w-])`, "g"), `services/${to}`)
    .replaceAll(new RegExp(`(npm run [\\w:-]+ -- (?:[^\\n\`]* )?)${whole(from)}`, "g"), `$1${to}`);
}

/** A file of the service itself; `path` is relative to its folder. */
export function renamedOwn(path: string, text: string, renaming: Renaming): string {
  const { from, to, stages } = renaming;
  if (path === "Pulumi.yaml") return renamedProject(text, renaming);
  if (/^Pulumi\.[^/]+\.yaml$/.test(path)) return renamedKeys(text, renaming);
  if (path === "catalog-info.yaml") return text.replace(nameLine(from, " {2}"), `$1$2${to}$2`);
  if (path.endsWith(".svg"))
    return text.replaceAll(`::${from}::`, `::${to}::`).replaceAll(`>${from}</title>`, `>${to}</title>`);
  const named = readdressed(text, renaming)
    .replace(new RegExp(`^# ${from}(?=\\r?$)`, "m"), `# ${to}`)
    .replaceAll(new RegExp(`(\\bservice: )(["'])${from}\\2`, "g"), `$1$2${to}$2`)
    // Keys of its config, as runbooks name them.
    .replaceAll(new RegExp(`(?<![\\w:/-])${from}:(?=[a-zA-Z])`, "g"), `${to}:`);
  const physical = new RegExp(`(?<![\\w-])${from}-(?=(?:<stage>|${stages.join("|")})(?![\\w]))`, "g");
  return stages.length === 0 ? named : named.replaceAll(physical, `${to}-`);
}

/** A file of another service: what it imports, reads and links of the one that is renamed. `path` is from `services/`. */
export function renamedReferences(path: string, text: string, renaming: Renaming): string {
  const { from, to } = renaming;
  const addressed = readdressed(text, renaming);
  if (path.endsWith("catalog-info.yaml"))
    return addressed.replaceAll(
      new RegExp(`((?:component|Component):(?:[\\w-]+/)?)${from}(?![\\w-])`, "g"),
      `$1${to}`,
    );
  if (!/\.[cm]?tsx?$/.test(path)) return addressed;
  return addressed
    .replaceAll(/(["'`])(\.\.?\/[^"'`\n]*)\1/g, (all, quote: string, specifier: string) => {
      const target = join(dirname(path), specifier);
      if (target !== from && !target.startsWith(`${from}/`)) return all;
      const up = specifier.slice(0, specifier.length - target.length);
      return `${quote}${up}${to}${target.slice(from.length)}${quote}`;
    })
    .replaceAll(
      new RegExp(`(\\b(?:outputsOf|linksOf)(?:<[^;]*?>)?\\(\\s*)(["'\`])${from}\\2`, "g"),
      `$1$2${to}$2`,
    )
    .replaceAll(new RegExp(`(StackReference\\([^;]*?["'\`][^"'\`]*/)${from}(?=/)`, "g"), `$1${to}`);
}

const nameLine = (name: string, indent: string): RegExp =>
  new RegExp(`^(${indent}name: *)(["']?)${name}\\2(?=\\s*$)`, "m");

function renamedKeys(text: string, { from, to }: Renaming): string {
  return text.replaceAll(new RegExp(`^(\\s+["']?)${from}:(?=[\\w-])`, "gm"), `$1${to}:`);
}

/** The comment is that of the templates. */
const comment = "  # What the names of its resources begin with: its name before it was renamed.";

/** Text is changed rather than YAML, so that comments and line ends stay. */
function renamedProject(text: string, renaming: Renaming): string {
  const { from, to, formerName } = renaming;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const named = renamedKeys(text.replace(nameLine(from, ""), `$1$2${to}$2`), renaming).replace(
    new RegExp(`(^${comment}\\r?\\n)?^ +["']?(${to}:)?formerName["']?:.*\\r?\\n?`, "m"),
    "",
  );
  if (formerName === undefined) return named;
  const lines = `${comment}${end}  formerName: ${formerName}${end}`;
  const after = /^ {2}owner:.*\r?\n/m.exec(named) ?? /^config:[ \t]*(#.*)?\r?\n/m.exec(named);
  if (after) {
    const at = after.index + after[0].length;
    return named.slice(0, at) + lines + named.slice(at);
  }
  return `${named.replace(/(?<=[^\n])$/, end)}config:${end}${lines}`;
}

/** What the names of a service's resources begin with, by its Pulumi.yaml, where it isn't its own name. */
export const formerNameIn = (project: string): string | undefined =>
  /^ +["']?(?:[\w-]+:)?formerName["']?: *["']?([\w.-]+)/m.exec(project)?.[1];
