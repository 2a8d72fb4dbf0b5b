import { relative } from "node:path";
import { type ParseArgsOptionsConfig, parseArgs, styleText } from "node:util";

/** Exit codes of every command. 130 is the shell's own for Ctrl-C. */
export const exitCodes = { done: 0, failed: 1, badInput: 2, exists: 3, interrupted: 130 } as const;

/** Bad input to a command: it prints the message, says how to get help, and exits with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

interface Flag {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly default?: string | boolean;
  /** What `--help` says of it. */
  readonly help: string;
  /** How `--help` names its value: `<stage>`. */
  readonly value?: string;
}

interface CommandSpec<F extends Record<string, Flag>> {
  /** As people type it: `npm run plan -- <service>`. */
  readonly usage: string;
  readonly description: string;
  readonly flags: F;
  /** Lines under `--help`: examples, exit codes of the command's own. */
  readonly notes?: readonly string[];
  readonly run: (input: { flags: FlagValues<F>; args: string[] }) => Promise<number | undefined>;
}

type FlagValues<F extends Record<string, Flag>> = {
  [K in keyof F]: F[K]["type"] extends "boolean"
    ? boolean
    : F[K] extends { default: string }
      ? string
      : string | undefined;
};

/**
 * Runs a command: parses its flags, answers `--help`, prints an error as one message without a stack, and sets the
 * exit code: 0 done, 1 failed, 2 bad input.
 */
export async function command<const F extends Record<string, Flag>>(
  spec: CommandSpec<F>,
  argv = process.argv.slice(2),
) {
  try {
    const { values, positionals } = parse(spec.flags, argv);
    if (values.help) {
      process.stdout.write(helpText(spec));
      return;
    }
    process.exitCode =
      (await spec.run({ flags: values as FlagValues<F>, args: positionals })) ?? exitCodes.done;
  } catch (error) {
    const usage = error instanceof UsageError;
    // Who asked for JSON gets the error as JSON too.
    if ("json" in spec.flags && argv.includes("--json"))
      process.stdout.write(
        `${JSON.stringify({ type: "error", status: usage ? "bad-input" : "failed", message: (error as Error).message })}\n`,
      );
    process.stderr.write(
      `${styleText("red", "error", { stream: process.stderr })} ${(error as Error).message}\n`,
    );
    const place = usage ? undefined : placeOf(error);
    if (place) process.stderr.write(`  at ${place}\n`);
    if (usage) process.stderr.write(`Usage: ${spec.usage}; more with --help\n`);
    process.exitCode = usage ? exitCodes.badInput : exitCodes.failed;
  }
}

/** Where in the user's own files an error comes from, `services/shop/index.ts:3`; none when it is not from there. */
function placeOf(error: unknown): string | undefined {
  const lines = String((error as Error).stack ?? "").split("\n");
  const places = lines.map((line) =>
    /(?:file:\/\/)?((?:\/|[A-Z]:)[^\s()?]*\.[cm]?[jt]s)(?:\?[^:]*)?:(\d+)/.exec(line),
  );
  const own = places.find((place) => place && !/[/\\](node_modules|platform)[/\\]/.test(place[1]!));
  return own ? `${relative(process.cwd(), own[1]!)}:${own[2]}` : undefined;
}

function parse(flags: Record<string, Flag>, argv: string[]) {
  const options: ParseArgsOptionsConfig = { help: { type: "boolean", short: "h" } };
  for (const [name, { type, short, default: value }] of Object.entries(flags))
    options[name] = { type, ...(short && { short }), ...(value !== undefined && { default: value }) };
  try {
    return parseArgs({ args: argv, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function helpText(
  spec: Pick<CommandSpec<Record<string, Flag>>, "usage" | "description" | "flags" | "notes">,
): string {
  const flags = { ...spec.flags, help: { type: "boolean", short: "h", help: "this text" } as Flag };
  const rows = Object.entries(flags).map(([name, flag]) => ({
    left: `  ${flag.short ? `-${flag.short}, ` : ""}--${name}${flag.type === "string" ? ` ${flag.value ?? "<value>"}` : ""}`,
    right: flag.help + (typeof flag.default === "string" ? ` (default: ${flag.default})` : ""),
  }));
  const width = Math.max(...rows.map(({ left }) => left.length)) + 2;
  return [
    spec.description,
    "",
    `Usage: ${spec.usage}`,
    "",
    ...rows.map(({ left, right }) => left.padEnd(width) + right),
    ...(spec.notes ? ["", ...spec.notes] : []),
    "",
  ].join("\n");
}
