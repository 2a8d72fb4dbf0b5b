import type * as aws from "@pulumi/aws";
import type { Component } from "../../../core/component.ts";
import type { Defaults } from "../../../defaults.ts";
import type { FunctionTransform } from "../args.ts";

/** What a kind of code is told about the function it is for. */
export interface CodeContext {
  /** The `Function`; parent of what the code makes. */
  readonly component: Component;
  readonly name: string;
  /** Absolute path of the service's folder. */
  readonly dir: string;
  readonly settings: Defaults["function"];
  readonly transform: FunctionTransform;
}

/** What of a function's inputs its code decides. */
export type CodeInputs = Pick<
  aws.lambda.FunctionArgs,
  "runtime" | "handler" | "code" | "sourceCodeHash" | "packageType" | "imageUri" | "imageConfig"
>;

/** One kind of code: a row of the table in `code/index.ts`, a file beside it. */
export interface CodeKind<Code> {
  /** Options beside `type`. */
  readonly options: readonly (keyof Code & string)[];
  /** Parts of the function that can be transformed only with this kind of code. */
  readonly parts?: readonly (keyof FunctionTransform)[];
  /** Everything wrong with the code, given the service's folder. */
  readonly problems: (code: Code, dir: string) => string[];
  /** Identifier of the runtime, which decides what else the function can do; undefined for images, which bring their own. */
  readonly runtime: (code: Code, settings: Defaults["function"]) => string | undefined;
  readonly inputs: (code: Code, context: CodeContext) => CodeInputs;
}
