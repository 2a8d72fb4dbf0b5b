import { createHash } from "node:crypto";

export const rootType = "pulumi:pulumi:Stack";

/** Providers are resources of types that begin so. */
export const providerPrefix = "pulumi:providers:";

export function urnOf(
  context: { project: string; stack: string },
  parent: string,
  type: string,
  name: string,
) {
  // The chain of parent types is part of a URN, but the root stack's is left out.
  const parentType = parent ? (parent.split("::")[2] ?? "") : "";
  const chain = parentType && parentType !== rootType ? `${parentType}$${type}` : type;
  return `urn:pulumi:${context.stack}::${context.project}::${chain}::${name}`;
}

/** The package of a type token: `aws` of `aws:sqs/queue:Queue`. */
export const packageOf = (type: string): string => type.split(":")[0] ?? type;

/** An id in the shape of a UUID that is the same in every run. */
export function stableId(urn: string): string {
  const hex = createHash("sha256").update(urn).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
