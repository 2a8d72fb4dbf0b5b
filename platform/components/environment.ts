import * as pulumi from "@pulumi/pulumi";
import { ProblemsError } from "../values/problems.ts";

/** Bytes of all names and values together. Source: "Lambda quotas". */
const maxBytes = 4096;

/**
 * A function's variables, checked when their values are known: no secrets, since everybody who may read the
 * function's configuration reads them, and not more than Lambda takes.
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
      throw new ProblemsError(
        where,
        names.map(
          (name) => `environment: ${name} is a secret; keep it in a secret store and link that instead.`,
        ),
      );
    return pulumi.all(Object.fromEntries(entries.map(({ name, value }) => [name, value]))).apply((values) => {
      const bytes = Object.entries(values).reduce((sum, [k, v]) => sum + Buffer.byteLength(`${k}${v}`), 0);
      if (bytes > maxBytes)
        throw new ProblemsError(where, [
          `environment: ${bytes} bytes in all; Lambda takes ${maxBytes}. Keep large values in a parameter.`,
        ]);
      return values;
    });
  });
}
