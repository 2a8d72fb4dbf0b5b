import * as pulumi from "@pulumi/pulumi";
import { ValueError } from "../values/problems.ts";

/** The remedy for a value that stands in clear in the program or in the stack's config. */
const remedy =
  'encrypt it with "pulumi config set --secret <key>" and pass new pulumi.Config().requireSecret("<key>")';

/** The problem with a secret given in clear, where it is known immediately. */
export function clearProblems(argument: string, value: unknown): string[] {
  return typeof value === "string" ? [`${argument}: a plain text was given; ${remedy}.`] : [];
}

/**
 * The value when Pulumi marks it as secret; the program ends when it doesn't, since it would stand in clear in the plan
 * and in the stack's state. No message repeats the value.
 */
export function onlySecret(
  where: string,
  argument: string,
  value: pulumi.Input<string>,
): pulumi.Output<string> {
  const output = pulumi.output(value);
  const checked = pulumi.isSecret(output).then((secret) => {
    if (!secret) throw new ValueError([`${argument}: a value in clear was given; ${remedy}.`], where);
    return output;
  });
  return pulumi.secret(checked);
}

/** The value when Pulumi doesn't mark it as secret: its place keeps it in clear. */
export function neverSecret(
  where: string,
  argument: string,
  value: pulumi.Input<string>,
  instead: string,
): pulumi.Output<string> {
  const output = pulumi.output(value);
  return pulumi.output(
    pulumi.isSecret(output).then((secret) => {
      if (secret) throw new ValueError([`${argument}: it is a secret; ${instead}.`], where);
      return output;
    }),
  );
}
