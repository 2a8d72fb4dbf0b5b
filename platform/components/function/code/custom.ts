import type { CodeKind } from "./kind.ts";
import { checkPath } from "./paths.ts";
import { type BuildSteps, bootstrap, built, zipped } from "./tool-build.ts";

/** A program that speaks the Lambda Runtime API itself, called `bootstrap`. */
export interface CustomCode {
  readonly type: "custom";
  /** Folder of the sources; without `build` it holds `bootstrap` itself. */
  readonly dir: string;
  /**
   * Program and arguments that build it, started in `dir`: `["make", "OUT={out}"]`. `{out}`, and the variable OUT, is the
   * folder that becomes the archive; ARCHITECTURE is the function's, or this machine's for the local target.
   */
  readonly build?: readonly [string, ...string[]];
}

/** An OS-only runtime with a program of the team's own. */
export const custom: CodeKind<CustomCode> = {
  options: ["dir", "build"],
  problems: ({ dir: folder, build }, dir) => [
    ...checkPath("code.dir", folder, dir, { folder: "greeter" }),
    ...(build === undefined
      ? checkPath("code.dir", `${folder}/${bootstrap}`, dir, { file: `greeter/${bootstrap}` })
      : checkCommand("code.build", build)),
  ],
  runtime: (_code, settings) => settings.customRuntime,
  inputs: ({ dir, build }, context) => ({
    runtime: context.settings.customRuntime,
    handler: bootstrap,
    ...(build === undefined
      ? zipped(dir, context)
      : built(
          dir,
          { ...stepsOf(build, context.settings.architecture), here: buildHere, makes: bootstrap },
          context,
        )),
  }),
};

/** A team's own command as steps of a build. */
export function stepsOf(command: readonly [string, ...string[]], architecture: string): BuildSteps {
  return {
    command,
    env: { ARCHITECTURE: architecture },
    install: `Install ${command[0]}, or correct code.build.`,
  };
}

/** Makes a team's own command build for this machine, by Lambda's name of its architecture. */
export const buildHere = { ARCHITECTURE: process.arch === "arm64" ? "arm64" : "x86_64" } as const;

/** Problems with a program and its arguments. */
export function checkCommand(argument: string, given: unknown): string[] {
  if (given === undefined) return [];
  const isCommand =
    Array.isArray(given) && given.length > 0 && given.every((part) => typeof part === "string" && part);
  return isCommand
    ? []
    : [
        `${argument}: ${JSON.stringify(given)} given; a program and its arguments are expected, such as ["make", "OUT={out}"].`,
      ];
}
