import { suggestion } from "../values/problems.ts";
import { accountOf } from "./keys.ts";
import type { Principal, Statement } from "./types.ts";

/**
 * How a policy names the one who asks: by its session, by itself or among everyone, or by its account, which leaves it to the
 * account's own policies. Source: IAM User Guide, "AWS JSON policy elements: Principal".
 */
export type Named = "session" | "principal" | "account";

const kinds = ["AWS", "Service", "Federated", "CanonicalUser"];

/** How a statement of a resource's policy names a principal; undefined when it doesn't. */
export function namedBy(
  { principal, notPrincipal }: Statement,
  who: Principal,
  hasBoundary: boolean,
): Named | undefined {
  if (notPrincipal !== undefined) return exceptedBy(notPrincipal, who, hasBoundary) ? undefined : "principal";
  const named = entriesOf(principal).map(([kind, value]) => nameOf(kind, value, who));
  return (["session", "principal", "account"] as const).find((one) => named.includes(one));
}

/**
 * Whether `NotPrincipal` leaves a principal out of a denial: a role's session only when its account and role (and the session,
 * where it is known) are listed, and never when the role has a permissions boundary. Source: IAM User Guide, "AWS JSON policy
 * elements: NotPrincipal".
 */
function exceptedBy(notPrincipal: unknown, who: Principal, hasBoundary: boolean): boolean {
  const named = entriesOf(notPrincipal).map(([kind, value]) => nameOf(kind, value, who));
  if (!("role" in who)) return named.includes("principal");
  return (
    !hasBoundary &&
    named.includes("principal") &&
    named.includes("account") &&
    (who.session === undefined || named.includes("session"))
  );
}

function nameOf(kind: string, value: string, who: Principal): Named | undefined {
  if (kind === "Service") return "service" in who && who.service === value ? "principal" : undefined;
  if (kind !== "AWS") return undefined;
  // `"AWS": "*"` and `"*"` say the same in a resource's policy: everyone, and services too.
  if (value === "*") return "principal";
  if (!("role" in who)) return undefined;
  if (value === who.role) return "principal";
  if (value === sessionOf(who)) return "session";
  const account = accountOf(who.role);
  const partition = who.role.split(":")[1];
  return value === account || value === `arn:${partition}:iam::${account}:root` ? "account" : undefined;
}

/** The session's ARN holds the role's name without its path; undefined where the session isn't known. */
function sessionOf({
  role,
  session,
}: {
  readonly role: string;
  readonly session?: string;
}): string | undefined {
  if (session === undefined) return undefined;
  return `arn:${role.split(":")[1]}:sts::${accountOf(role)}:assumed-role/${role.split("/").at(-1)}/${session}`;
}

/** What is wrong with a Principal or NotPrincipal element. */
export function principalProblems(element: string, value: unknown): string[] {
  if (value === "*") return [];
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [`${element} is neither "*" nor an object.`];
  return [
    ...Object.keys(value)
      .filter((kind) => !kinds.includes(kind))
      .map((kind) => `${element} has no kind ${kind}.${suggestion(kind, kinds)}`),
    ...entriesOf(value)
      .filter(([, name]) => name !== "*" && /[*?]/.test(name))
      .map(([, name]) => `${element} ${name} is a pattern; name it whole, or "*" with a condition.`),
  ];
}

function entriesOf(principal: unknown): [kind: string, value: string][] {
  if (principal === "*") return [["AWS", "*"]];
  if (typeof principal !== "object" || principal === null) return [];
  return Object.entries(principal).flatMap(([kind, values]: [string, unknown]) =>
    [values].flat().map((value): [string, string] => [kind, String(value)]),
  );
}
