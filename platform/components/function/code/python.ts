import { buildHere, checkCommand, stepsOf } from "./custom.ts";
import type { CodeKind } from "./kind.ts";
import { checkPath } from "./paths.ts";
import { checkRuntime } from "./runtimes.ts";
import { built, zipped } from "./tool-build.ts";

/** A folder of Python modules. */
export interface PythonCode {
  readonly type: "python";
  /** Folder of the modules, and of the packages that they import beyond what the runtime brings. */
  readonly dir: string;
  /** `module.function` in that folder: `app.handler`. */
  readonly handler: string;
  /** Default: `defaults.function.pythonRuntime`. */
  readonly runtime?: `python3.${number}`;
  /** Program and arguments that put modules and packages into the folder `{out}`; without it `dir` is deployed as it is. */
  readonly build?: readonly [string, ...string[]];
}

/** Zipped as it is, or built by the team's own command. */
export const python: CodeKind<PythonCode> = {
  options: ["dir", "handler", "runtime", "build"],
  problems: ({ dir: folder, handler, runtime, build }, dir) => {
    const [, module] = /^([A-Za-z_][\w/]*)\.[A-Za-z_]\w*$/.exec(String(handler)) ?? [];
    const noFolder = checkPath("code.dir", folder, dir, { folder: "scorer" });
    return [
      ...noFolder,
      ...(module === undefined
        ? [
            `code.handler: ${JSON.stringify(handler)} given; a module and a function are expected, such as "app.handler".`,
          ]
        : noFolder.length > 0 || build !== undefined
          ? []
          : checkPath("code.handler", `${folder}/${module}.py`, dir, { file: "app.handler" })),
      ...checkRuntime("code.runtime", runtime, "python"),
      ...checkCommand("code.build", build),
    ];
  },
  runtime: ({ runtime }, settings) => runtime ?? settings.pythonRuntime,
  inputs: ({ dir, handler, runtime, build }, context) => ({
    runtime: runtime ?? context.settings.pythonRuntime,
    handler,
    ...(build === undefined
      ? zipped(dir, context)
      : built(dir, { ...stepsOf(build, context.settings.architecture), here: buildHere }, context)),
  }),
};
