import type { Defaults } from "../../../settings.ts";
import { checkKeys } from "../../../values/problems.ts";
import type { HandlerPath } from "../types.ts";
import { type ArchiveCode, archive } from "./archive.ts";
import { type CustomCode, custom } from "./custom.ts";
import { type GoCode, go } from "./go.ts";
import { type ImageCode, image } from "./image.ts";
import { type JavaCode, java } from "./java.ts";
import type { CodeContext, CodeInputs, CodeKind } from "./kind.ts";
import { node } from "./node.ts";
import { type PythonCode, python } from "./python.ts";

export type { HandlerPath } from "../types.ts";

/** Each kind of code that isn't a Node.js handler. A new kind is a row here and in `kinds`, and a file beside this one. */
interface Codes {
  archive: ArchiveCode;
  custom: CustomCode;
  go: GoCode;
  image: ImageCode;
  java: JavaCode;
  python: PythonCode;
}

/** Code that isn't a Node.js handler; `type` tells which kind. */
export type Code = Codes[keyof Codes];

const kinds: { readonly [T in keyof Codes]: CodeKind<Codes[T]> } = {
  archive,
  custom,
  go,
  image,
  java,
  python,
};

/** The code of a function: a Node.js handler's file, or code of another kind; never both. */
export type CodeArgs =
  | { readonly handler: HandlerPath; readonly code?: undefined }
  | { readonly code: Code; readonly handler?: undefined };

/** The code among the arguments of a component. */
export const codeArgs = (args: CodeArgs): CodeArgs =>
  args.code ? { code: args.code } : { handler: args.handler };

/** The row of a type, for callers that don't know the type. */
const kindOf = (code: Code): CodeKind<Code> => kinds[code.type] as CodeKind<Code>;

/** Everything wrong with a function's code. */
export function codeProblems(args: CodeArgs, dir: string): string[] {
  const { handler, code } = args as { readonly handler?: unknown; readonly code?: Code };
  if (code === undefined || code === null) return node.problems(handler);
  const both =
    handler === undefined
      ? []
      : ["handler, code: both are given; a function has one of them, leave one out."];
  if (!Object.hasOwn(kinds, String(code.type)))
    return [
      ...both,
      `code.type: ${JSON.stringify(code.type)} given; one of these is expected: ${Object.keys(kinds).join(", ")}.`,
    ];
  const kind = kindOf(code);
  return [...both, ...checkKeys(code, ["type", ...kind.options], "code."), ...kind.problems(code, dir)];
}

/** Identifier of the runtime that a function runs on; undefined for container images. */
export function runtimeOf(args: CodeArgs, settings: Defaults["function"]): string | undefined {
  return args.code ? kindOf(args.code).runtime(args.code, settings) : settings.runtime;
}

/** The inputs of a function that its code decides; makes resources for them, such as a repository for an image. */
export function createCodeInputs(args: CodeArgs, context: CodeContext): CodeInputs {
  return args.code ? kindOf(args.code).inputs(args.code, context) : node.inputs(args.handler, context);
}

/** Transforms that have a use only with one kind of code, and that kind. */
export const codeParts: Readonly<Record<string, keyof Codes>> = Object.fromEntries(
  Object.entries(kinds).flatMap(([type, kind]) =>
    (kind.parts ?? []).map((part) => [part, type as keyof Codes]),
  ),
);

/** The path of a function's code, by which components name the function. */
export function codePath(target: string | CodeArgs): string {
  if (typeof target === "string") return target;
  if (target.code === undefined) return target.handler;
  return target.code.type === "archive" ? target.code.file : target.code.dir;
}
