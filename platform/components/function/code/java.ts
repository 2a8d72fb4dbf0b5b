import { join } from "node:path";
import { checkCommand, stepsOf } from "./custom.ts";
import type { CodeContext, CodeKind } from "./kind.ts";
import { checkPath } from "./paths.ts";
import { checkRuntime } from "./runtimes.ts";
import { filesBelow } from "./sources.ts";
import { built } from "./tool-build.ts";

/** A folder of Java sources. */
export interface JavaCode {
  readonly type: "java";
  /** Folder of the sources. */
  readonly dir: string;
  /** `package.Class::method`: `quotes.Handler::handle`. */
  readonly handler: string;
  /** Default: `defaults.function.javaRuntime`. */
  readonly runtime?: `java${number}`;
  /** Program and arguments that put classes, or jars in `lib/`, into the folder `{out}`. Default: javac over all sources. */
  readonly build?: readonly [string, ...string[]];
}

/** Class files of this release run on every Java runtime of Lambda, and every JDK in use writes them. */
const release = "17";

/** Classes compiled by the JDK, or the output of the team's own command. */
export const java: CodeKind<JavaCode> = {
  options: ["dir", "handler", "runtime", "build"],
  problems: ({ dir: folder, handler, runtime, build }, dir) => {
    const noFolder = checkPath("code.dir", folder, dir, { folder: "quoter" });
    return [
      ...noFolder,
      ...(/^([a-z_]\w*\.)*[A-Z]\w*::[a-z_]\w*$/i.test(String(handler))
        ? []
        : [
            `code.handler: ${JSON.stringify(handler)} given; a class and a method are expected, such as "quotes.Handler::handle".`,
          ]),
      ...(noFolder.length === 0 && build === undefined && sourcesOf(folder, dir).length === 0
        ? [`code.dir: ${JSON.stringify(folder)} given; there is no .java file in it.`]
        : []),
      ...checkRuntime("code.runtime", runtime, "java"),
      ...checkCommand("code.build", build),
    ];
  },
  runtime: ({ runtime }, settings) => runtime ?? settings.javaRuntime,
  inputs: ({ dir, handler, runtime, build }, context) => ({
    runtime: runtime ?? context.settings.javaRuntime,
    handler,
    ...(build === undefined
      ? compiled(dir, context)
      : built(dir, stepsOf(build, context.settings.architecture), context)),
  }),
};

const sourcesOf = (folder: string, dir: string) =>
  filesBelow(join(dir, folder))
    .map(({ name }) => name)
    .filter((name) => name.endsWith(".java"));

function compiled(folder: string, context: CodeContext) {
  return built(
    folder,
    {
      command: [
        "javac",
        "--release",
        release,
        "-encoding",
        "UTF-8",
        "-d",
        "{out}",
        ...sourcesOf(folder, context.dir),
      ],
      version: ["-version"],
      install: `Install a JDK, version ${release} or later: https://adoptium.net.`,
    },
    context,
  );
}
