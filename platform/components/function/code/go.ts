import type { CodeKind } from "./kind.ts";
import { checkPath } from "./paths.ts";
import { bootstrap, built } from "./tool-build.ts";

/** A Go program: a main package that speaks the Lambda Runtime API. */
export interface GoCode {
  readonly type: "go";
  /** Folder of the main package, with its go.mod. */
  readonly dir: string;
}

/** GOARCH of each architecture, by Lambda's name and by Node's. */
const goArchitectures: Readonly<Record<string, string>> = { x86_64: "amd64", x64: "amd64" };

/** The target of a build; without C libraries, so that any machine can make it. */
const goTarget = (os: string, architecture: string) => ({
  GOOS: os === "win32" ? "windows" : os,
  GOARCH: goArchitectures[architecture] ?? architecture,
  CGO_ENABLED: "0",
});

/**
 * A Go program on the OS-only runtime. Built so that the same sources and the same Go give the same bytes anywhere:
 * no paths, no build id, no version control, no C libraries of this machine.
 */
export const go: CodeKind<GoCode> = {
  options: ["dir"],
  problems: ({ dir: folder }, dir) => {
    const wrong = checkPath("code.dir", folder, dir, { folder: "greeter" });
    return wrong.length > 0
      ? wrong
      : checkPath("code.dir", `${folder}/go.mod`, dir, { file: "greeter/go.mod" });
  },
  runtime: (_code, settings) => settings.customRuntime,
  inputs: ({ dir }, context) => ({
    runtime: context.settings.customRuntime,
    handler: bootstrap,
    ...built(
      dir,
      {
        command: [
          "go",
          "build",
          "-trimpath",
          "-buildvcs=false",
          "-ldflags=-s -w -buildid=",
          "-o",
          `{out}/${bootstrap}`,
          ".",
        ],
        env: goTarget("linux", context.settings.architecture),
        here: goTarget(process.platform, process.arch),
        version: ["version"],
        install: "Install Go: https://go.dev/dl.",
        makes: bootstrap,
      },
      context,
    ),
  }),
};
