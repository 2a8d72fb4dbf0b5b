import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { FeatureContext, FeatureSubject } from "./feature.ts";

/** Source: "CreateFunction". */
const arns = {
  codeSigningConfigArn: /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:code-signing-config:csc-[a-z0-9]{17}$/,
  kmsKeyArn: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+$/,
} as const;

interface ArnArgs {
  readonly codeSigningConfigArn?: pulumi.Input<string>;
  readonly kmsKeyArn?: pulumi.Input<string>;
}

/** Problems with ARNs that are known already, and with settings that a container image can't have. */
export function arnProblems(args: ArnArgs, { runtime, settings }: FeatureSubject): string[] {
  const malformed = (["codeSigningConfigArn", "kmsKeyArn"] as const).filter((key) => {
    const value = args[key];
    return typeof value === "string" && !arns[key].test(value);
  });
  const isImage = runtime === undefined;
  return [
    ...malformed.map(
      (key) =>
        `${key}: ${JSON.stringify(args[key])} given; the ARN of a ${key === "kmsKeyArn" ? "KMS key" : "code signing configuration"} is expected.`,
    ),
    ...(isImage && args.codeSigningConfigArn !== undefined
      ? ["codeSigningConfigArn: container images aren't checked for it; leave it out, or deploy an archive."]
      : []),
    ...(isImage && settings.layers.length > 0
      ? ["layers: a container image has none; copy what they hold into the image."]
      : []),
    ...(isImage && settings.runtimeUpdates !== "Auto"
      ? ['runtimeUpdates: a container image brings its own runtime; leave it out, or set it to "Auto".']
      : []),
  ];
}

/** Resources beside a function that change AWS's own defaults; none where those hold. */
export function createBeside(
  fn: aws.lambda.Function,
  { recursiveLoop, runtimeUpdates }: { readonly recursiveLoop: string; readonly runtimeUpdates: string },
  { component, name, transform }: FeatureContext,
): void {
  if (recursiveLoop !== "Terminate")
    new aws.lambda.FunctionRecursionConfig(
      `${name}-recursion`,
      ...component.part(transform.recursion, { functionName: fn.name, recursiveLoop }),
    );
  if (runtimeUpdates !== "Auto")
    new aws.lambda.RuntimeManagementConfig(
      `${name}-runtime-updates`,
      ...component.part(transform.runtimeUpdates, {
        functionName: fn.name,
        updateRuntimeOn: runtimeUpdates,
      }),
    );
}
