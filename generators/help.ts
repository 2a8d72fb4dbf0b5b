import { switches } from "./answers/arguments.ts";
import { flagOf } from "./answers/problems.ts";
import { type Kind, kindNames, specOf } from "./kinds/index.ts";

const exitCodes = `Exit codes
  0    written (or, with --dry-run, could be written)
  1    an internal failure; nothing was written
  2    bad input; every problem is listed, nothing was written
  3    there is a service of that name already; nothing was changed
  130  interrupted; nothing was written`;

/** Help on the command, or on one kind. */
export function help(kind?: Kind): string {
  return kind ? helpOnKind(kind) : helpOnCommand();
}

function helpOnCommand(): string {
  const rows = kindNames.map(
    (kind) => `  ${kind.padEnd(10)} ${specOf(kind).title}: ${specOf(kind).description}`,
  );
  return `Makes a new service in services/<name>.

Usage: npm run new-service -- [kind] [name] [flags]

Asks for what isn't told. Without a terminal, or with --yes, takes the default of everything optional.

Kinds
${rows.join("\n")}

Answers: --kind, and those of the kind, by flag or in an answers file. See: npm run new-service -- <kind> --help

${flags(Object.entries(switches))}

${exitCodes}`;
}

function helpOnKind(kind: Kind): string {
  const { title, description, questions, variants } = specOf(kind);
  const answers = questions.map(
    ({ name, help, required }) => [flagOf(name), required ? `${help} (required)` : help] as const,
  );
  const folders = Object.entries(variants).map(([name, { makes }]) => `  ${name.padEnd(14)} ${makes}`);
  return `${title}: ${description}.

Usage: npm run new-service -- ${kind} [name] [flags]

Answers
${rowsOf(answers)}

What can come out
${folders.join("\n")}

${flags(Object.entries(switches))}

${exitCodes}`;
}

const flags = (entries: readonly (readonly [string, string])[]): string => `Flags\n${rowsOf(entries)}`;

const rowsOf = (entries: readonly (readonly [string, string])[]): string =>
  entries.map(([flag, text]) => `  --${flag.padEnd(12)} ${text}`).join("\n");
