import { statSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nameOf, whereOf } from "../../../core/component.ts";
import type { Statement } from "../../../core/link.ts";
import { permissionProblems, policyDocument, trust } from "../../../core/policy.ts";
import type { Defaults } from "../../../defaults.ts";
import { edgeRegion } from "../../../values/edge-region.ts";
import { checkKeys, checkOneOf, checkRange, ValueError } from "../../../values/problems.ts";
import { functionArgNames } from "../../function/args.ts";
import {
  type CodeArgs,
  codeArgs,
  codeProblems,
  createCodeInputs,
  type HandlerPath,
} from "../../function/code/index.ts";
import { targetProblems } from "../../function/target.ts";
import type { DistributionContext } from "../context.ts";
import type { PartNames } from "./part-names.ts";

/** A function of Lambda@Edge, near viewers or before origins. */
export type EdgeFunctionArgs = CodeArgs & {
  /** MB. Default: `defaults.distribution.edgeMemory`. */
  readonly memory?: number;
  /** Seconds. Default: `defaults.distribution.edgeTimeout`. */
  readonly timeout?: number;
  /** Gives it the request's body; at requests only. Default: false. */
  readonly includeBody?: boolean;
  /** Permissions beside that to write its logs. It has no environment, so nothing can be linked. */
  readonly permissions?: readonly Statement[];
  /** Leaves the function behind on deletion, which else waits for its replicas to go. Default: false. */
  readonly skipDestroy?: boolean;
};

export const edgeEvents = ["viewer-request", "origin-request", "origin-response", "viewer-response"] as const;
export type EdgeEvent = (typeof edgeEvents)[number];

/** Functions of Lambda@Edge by event; a file is a handler for Node.js. */
export type LambdaEdge = Readonly<Partial<Record<EdgeEvent, HandlerPath | EdgeFunctionArgs>>>;

/**
 * Limits at viewer events and at origin events; `zip` is MB of the zipped archive. Source: "Quotas" of CloudFront,
 * "Quotas on Lambda@Edge".
 */
const limits = {
  viewer: { memory: 128, timeout: 5, zip: 1 },
  origin: { memory: 10_240, timeout: 30, zip: 50 },
} as const;

const limitsOf = (event: EdgeEvent) => limits[event.startsWith("viewer") ? "viewer" : "origin"];

const argNames = [
  "handler",
  "code",
  "memory",
  "timeout",
  "includeBody",
  "permissions",
  "skipDestroy",
] as const satisfies readonly (keyof EdgeFunctionArgs)[];

export const edgeArgs = (given: HandlerPath | EdgeFunctionArgs): EdgeFunctionArgs =>
  typeof given === "string" ? { handler: given } : given;

/** All problems with the functions of a behaviour. Source: "Restrictions on Lambda@Edge". */
export function edgeProblems(
  path: string,
  functions: LambdaEdge,
  settings: Defaults["distribution"],
  dir: string,
): string[] {
  return Object.entries(functions).flatMap(([event, given]) => {
    const wrongEvent = checkOneOf(path, event, edgeEvents);
    if (wrongEvent.length > 0) return wrongEvent;
    const at = `${path}[${JSON.stringify(event)}]`;
    const wrongTarget = targetProblems(at, given);
    if (wrongTarget.length > 0) return wrongTarget;
    const args = edgeArgs(given);
    return oneProblems(event as EdgeEvent, args, settings, dir).map((problem) => `${at}: ${problem}`);
  });
}

function oneProblems(
  event: EdgeEvent,
  args: EdgeFunctionArgs,
  settings: Defaults["distribution"],
  dir: string,
): string[] {
  const { memory, timeout } = limitsOf(event);
  const missing = Object.keys(args).filter(
    (key) =>
      !(argNames as readonly string[]).includes(key) && (functionArgNames as readonly string[]).includes(key),
  );
  const unknown = Object.fromEntries(Object.entries(args).filter(([key]) => !missing.includes(key)));
  const { code } = args;
  return [
    ...missing.map(
      (key) =>
        `${key}: Lambda@Edge has none ("Restrictions on Lambda@Edge"); leave it out, or put the function behind a Gateway.`,
    ),
    ...checkKeys(unknown, argNames),
    ...(code && code.type !== "python"
      ? [`code.type: ${JSON.stringify(code.type)} given; Lambda@Edge runs Node.js (handler) and "python".`]
      : codeProblems(codeArgs(args), dir)),
    ...checkRange("memory", args.memory ?? settings.edgeMemory, {
      min: 128,
      max: memory,
      unit: `MB at ${event}`,
    }),
    ...checkRange("timeout", args.timeout ?? settings.edgeTimeout, {
      min: 1,
      max: timeout,
      unit: `seconds at ${event}`,
    }),
    ...(args.includeBody && !event.endsWith("-request")
      ? [`includeBody: a response has no body of a request; leave it out at ${event}.`]
      : []),
    ...permissionProblems(args.permissions),
  ];
}

/** A function in the edge region, with a published version: the one that runs at the edge. */
export function createEdgeFunction(
  { component, settings, transform }: DistributionContext,
  { logical: name, physical }: PartNames,
  event: EdgeEvent,
  args: EdgeFunctionArgs,
): aws.lambda.Function {
  const functionName = nameOf("function", physical);
  const role = new aws.iam.Role(
    `${name}-role`,
    ...component.part(transform.edgeRole, {
      name: nameOf("role", physical, "-edge"),
      assumeRolePolicy: trust("lambda.amazonaws.com", "edgelambda.amazonaws.com"),
    }),
  );
  const { partition } = aws.getPartitionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  const policy = new aws.iam.RolePolicy(
    `${name}-policy`,
    ...component.part(transform.edgePolicy, {
      name: "permissions",
      role: role.name,
      policy: policyDocument([
        {
          // The function creates its log group in whatever region runs it: no program can create them all, and the region
          // can only be `*`.
          actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [
            pulumi.interpolate`arn:${partition}:logs:*:${accountId}:log-group:/aws/lambda/${edgeRegion}.${functionName}:*`,
          ],
        },
        ...(args.permissions ?? []),
      ]),
    }),
  );
  const { code, ...inputs } = createCodeInputs(codeArgs(args), {
    component,
    name,
    dir: pulumi.getRootDirectory(),
    // Lambda@Edge runs on x86_64 only. Source: "Restrictions on Lambda@Edge".
    settings: { ...settings.function, architecture: "x86_64" },
    transform: {},
  });
  return new aws.lambda.Function(
    `${name}-function`,
    ...component.part(
      transform.edgeFunction,
      {
        region: edgeRegion,
        name: functionName,
        role: role.arn,
        ...inputs,
        code: pulumi.output(code).apply((archive) => withinLimit(archive, event, name)),
        architectures: ["x86_64"],
        memorySize: args.memory ?? settings.distribution.edgeMemory,
        timeout: args.timeout ?? settings.distribution.edgeTimeout,
        // CloudFront takes numbered versions only. Source: "Restrictions on Lambda@Edge".
        publish: true,
        skipDestroy: args.skipDestroy,
      },
      { dependsOn: [policy] },
    ),
  );
}

async function withinLimit(
  archive: pulumi.asset.Archive | undefined,
  event: EdgeEvent,
  name: string,
): Promise<pulumi.asset.Archive | undefined> {
  // Outputs copy what they hold, so it is no instance of a class any more.
  if (archive === undefined || !("path" in archive)) return archive;
  const { zip } = limitsOf(event);
  const file = statSync(String(await archive.path));
  if (file.isFile() && file.size > zip * 2 ** 20)
    throw new ValueError(
      [
        `lambdaEdge[${JSON.stringify(event)}]: ${(file.size / 2 ** 20).toFixed(1)} MB zipped; Lambda@Edge takes ${zip} MB at ${event} ("Quotas on Lambda@Edge"). Import less.`,
      ],
      whereOf("Distribution", name),
    );
  return archive;
}
