import * as pulumi from "@pulumi/pulumi";
import { combineLinks, linkProblems } from "../../core/link.ts";
import { isLater, shown, ValueError } from "../../values/problems.ts";
import type { FunctionArgs } from "./args.ts";

/** Bytes of all names and values together. Source: "Lambda quotas". */
const maxBytes = 4096;

/**
 * Names that Lambda refuses; others that begin with "AWS_" configure it (AWS_LAMBDA_EXEC_WRAPPER) or the SDK. Source: "Working
 * with Lambda environment variables", "Reserved environment variables".
 */
const reservedByLambda: readonly string[] = [
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_MAX_CONCURRENCY",
  "AWS_LAMBDA_METADATA_API",
  "AWS_LAMBDA_METADATA_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
];

/** The variables that every function has. */
export function platformVariables(logLevel: string): Record<string, string> {
  return {
    STAGE: pulumi.getStack(),
    POWERTOOLS_SERVICE_NAME: pulumi.getProject(),
    POWERTOOLS_METRICS_NAMESPACE: pulumi.getProject(),
    POWERTOOLS_LOG_LEVEL: logLevel,
  };
}

/** Problems with a function's variables and links: names that are not allowed or taken, and values that are missing. */
export function variableProblems({ environment = {}, link = [] }: FunctionArgs): string[] {
  const wrongLinks = linkProblems(link);
  const links = wrongLinks.length > 0 ? combineLinks([]) : combineLinks(link);
  const platform = Object.keys(platformVariables(""));
  return [
    ...wrongLinks,
    ...links.conflicts.map(
      (name) =>
        `link: two different things give the variable ${name}; rename it in one of them: linkAs("ANOTHER_NAME", ...).`,
    ),
    ...(typeof environment === "object" && environment !== null && !Array.isArray(environment)
      ? []
      : [`environment: ${shown(environment)} given; variables by name are expected.`]),
    ...Object.entries(environment ?? {}).flatMap(([name, value]) => [
      ...valueProblems(name, value),
      ...nameProblems(name, platform, links.names),
    ]),
  ];
}

function nameProblems(name: string, platform: readonly string[], linked: readonly string[]): string[] {
  if (reservedByLambda.includes(name))
    return [`environment: ${name} is set by Lambda itself; choose another name.`];
  if (platform.includes(name)) return [`environment: ${name} is set by the platform; choose another name.`];
  if (linked.includes(name)) return [`environment: ${name} is set by a link; choose another name.`];
  if (/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name)) return [];
  return [
    `environment: ${JSON.stringify(name)} is not a valid variable name: use at least two letters, digits or "_", the first a letter.`,
  ];
}

/** A problem with a value that is no text, where it is known. */
function valueProblems(name: string, value: unknown): string[] {
  return isLater(value) || typeof value === "string"
    ? []
    : [`environment: ${name} is ${shown(value)}; give it a text, or leave it out.`];
}

/**
 * A function's variables, checked when their values are known: no secrets, since the function's
 * configuration shows them, and not more than Lambda takes.
 */
export function environmentOf(
  where: string,
  variables: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Output<Record<string, string>> {
  const entries = Object.entries(variables).map(([name, value]) => ({ name, value: pulumi.output(value) }));
  const secrets = Promise.all(
    entries.map(async ({ name, value }) => ((await pulumi.isSecret(value)) ? name : undefined)),
  ).then((names) => names.filter((name) => name !== undefined));
  return pulumi.output(secrets).apply((names) => {
    if (names.length > 0)
      throw new ValueError(
        names.map(
          (name) => `environment: ${name} is a secret; keep it in a secret store and link that instead.`,
        ),
        where,
      );
    return pulumi.all(Object.fromEntries(entries.map(({ name, value }) => [name, value]))).apply((values) => {
      const missing = Object.entries(values).flatMap(([name, value]) => valueProblems(name, value));
      if (missing.length > 0) throw new ValueError(missing, where);
      const bytes = Object.entries(values).reduce((sum, [k, v]) => sum + Buffer.byteLength(`${k}${v}`), 0);
      if (bytes > maxBytes)
        throw new ValueError(
          [`environment: ${bytes} bytes in all; Lambda takes ${maxBytes}. Keep large values in a parameter.`],
          where,
        );
      return values;
    });
  });
}
