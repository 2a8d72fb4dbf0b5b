import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../../core/link.ts";
import type { Defaults } from "../../../settings.ts";
import type { FunctionContext, Invocation } from "../types.ts";

/** The function that a feature is for. */
export interface FeatureContext extends FunctionContext {
  /** ARN of the function, made up of its name: the function isn't there yet. */
  readonly functionArn: pulumi.Output<string>;
}

/** Additions of a feature to a function and to its role. */
export interface Contribution {
  readonly inputs?: Partial<aws.lambda.FunctionArgs>;
  readonly statements?: readonly Statement[];
}

/** Facts that decide which features a function can have. */
export interface FeatureSubject {
  /** Undefined for container images. */
  readonly runtime: string | undefined;
  readonly settings: Defaults["function"];
  readonly hasProvisionedConcurrency: boolean;
  /** Its kind of invocation. */
  readonly invocation: Invocation;
  /** Whether a component made it for itself, so that an AWS service invokes it. */
  readonly isPart: boolean;
}

/** Versions of a language's runtime: `["nodejs", 24]`, `["python", 3.13]`; undefined for container images. */
export function versionOf(runtime: string | undefined): readonly [language: string, version: number] {
  const [, language = "", version = ""] = /^([a-z]+)([\d.]*\d)?/.exec(runtime ?? "") ?? [];
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return [language, language === "python" ? minor : major];
}
