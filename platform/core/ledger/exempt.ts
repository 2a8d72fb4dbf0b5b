import * as pulumi from "@pulumi/pulumi";
import { exceptionProblems } from "../../values/exceptions/problems.ts";
import type { Exception } from "../../values/ledger.ts";
import { shown, ValueError } from "../../values/problems.ts";
import { Exemption } from "./entries.ts";

/**
 * States that a policy's rule doesn't hold for one resource, by its logical name, and for everything below it: why, who answers
 * for it, and until when. The rule is a policy's id, such as `public-function-urls`.
 */
export function exempt(rule: string, resource: string, exception: Exception): void {
  const texts = Object.entries({ rule, resource }).filter(([, one]) => typeof one !== "string" || one === "");
  const problems = [
    ...texts.map(([key, one]) => `${key}: ${shown(one)} given; ${wanted[key as keyof typeof wanted]}`),
    ...(typeof exception === "object" && exception !== null
      ? exceptionProblems(exception)
      : [`${shown(exception)} given; { reason, owner, expires } is expected.`]),
  ];
  if (problems.length > 0)
    throw new ValueError(
      problems,
      `exempt(${shown(rule)}, ${shown(resource)}) of service ${pulumi.getProject()}`,
    );
  const { reason, owner, expires } = exception;
  new Exemption(`${rule}.${resource}`, { rule, resource, reason, owner, expires });
}

const wanted = {
  rule: 'the id of a policy is expected, such as "public-function-urls".',
  resource: "the logical name of a resource is expected, as the plan has it.",
} as const;
