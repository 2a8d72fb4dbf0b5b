import * as pulumi from "@pulumi/pulumi";
import { combineLinks } from "../../core/link.ts";
import { ValueError } from "../../values/problems.ts";
import type { FunctionArgs } from "./args.ts";

/** Bytes of all names and values together. Source: "Lambda quotas". */
const maxBytes = 4096;

/** Names that Lambda sets itself. Source: "Defined runtime environment variables". */
const reservedByLambda = /^(AWS_|_HANDLER$|_X_AMZN_TRACE_ID$|LAMBDA_TASK_ROOT$|LAMBDA_RUNTIME_DIR$|TZ$)/;

/** The variables that every function has. */
export function platformVariables(logLevel: string): Record<string, string> {
  return {
    STAGE: pulumi.getStack(),
    POWERTOOLS_SERVICE_NAME: pulumi.getProject(),
    POWERTOOLS_METRICS_NAMESPACE: pulumi.getProject(),
    POWERTOOLS_LOG_LEVEL: logLevel,
  };
}

/** Problems with the names of a function's variables: not allowed, or taken. */
export function variableProblems({ environment = {}, link = [] }: FunctionArgs): string[] {
  const links = combineLinks(link);
  const platform = Object.keys(platformVariables(""));
  return [
    ...links.conflicts.map(
      (name) =>
        `link: two different things give the variable ${name}; rename it in one of them: linkAs("ANOTHER_NAME", ...).`,
    ),
    ...Object.keys(environment).flatMap((name) => {
      if (reservedByLambda.test(name))
        return [`environment: ${name} is set by Lambda itself; choose another name.`];
      if (platform.includes(name))
        return [`environment: ${name} is set by the platform; choose another name.`];
      if ((links.names as readonly string[]).includes(name))
        return [`environment: ${name} is set by a link; choose another name.`];
      if (/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name)) return [];
      return [
        `environment: ${JSON.stringify(name)} is not a valid variable name: use at least two letters, digits or "_", the first a letter.`,
      ];
    }),
  ];
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
