import type { Keys, Request } from "./types.ts";

/** The ARN's account; undefined where it has none, as the ARN of a bucket. */
export function accountOf(arn: string): string | undefined {
  return /^\d{12}$/.exec(arn.split(":", 5)[4] ?? "")?.[0];
}

/**
 * A request's context with the keys that AWS derives from the principal and the resource; those given win. Keys are in
 * lower case: "Key names are not case-sensitive" (IAM User Guide, "IAM JSON policy elements: Condition"). Sources: "AWS
 * global condition context keys", "AWS KMS condition keys".
 */
export function keysOf({ principal, action, resource, context }: Request): Keys {
  const role = "role" in principal ? principal.role : undefined;
  const account = role && accountOf(role);
  const derived: Record<string, string | undefined> = {
    "aws:PrincipalArn": role,
    "aws:PrincipalAccount": account,
    "aws:PrincipalType": role ? "AssumedRole" : "anyone" in principal ? "Anonymous" : undefined,
    "aws:PrincipalIsAWSService": "anyone" in principal ? undefined : String("service" in principal),
    "aws:PrincipalServiceName": "service" in principal ? principal.service : undefined,
    "aws:ResourceAccount": accountOf(resource),
    "kms:CallerAccount": /^kms:/i.test(action) ? account : undefined,
  };
  const keys = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries({ ...derived, ...context }))
    if (value !== undefined) keys.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
  return keys;
}
