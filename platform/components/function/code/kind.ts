import type * as aws from "@pulumi/aws";
import type { Defaults } from "../../../settings.ts";
import type { FunctionTransform } from "../transform.ts";
import type { FunctionContext } from "../types.ts";

/** The function that code is for. */
export interface CodeContext extends FunctionContext {
  /** Absolute path of the service's folder. */
  readonly dir: string;
  readonly settings: Defaults["function"];
}

/** The inputs of a function that its code decides. */
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
  /** Identifier of the runtime, which decides about the function's features; undefined for images, which bring their own. */
  readonly runtime: (code: Code, settings: Defaults["function"]) => string | undefined;
  readonly inputs: (code: Code, context: CodeContext) => CodeInputs;
}
