import { holds } from "./conditions.ts";
import { readDocument } from "./document.ts";
import { accountOf, keysOf } from "./keys.ts";
import { matches, matchesResource, patternOf } from "./pattern.ts";
import { type Named, namedBy } from "./principals.ts";
import type { Decision, DocumentKind, Keys, Policies, Request, Statement } from "./types.ts";

/**
 * AWS's verdict on a request. Sources: IAM User Guide, "Policy evaluation for requests within a single account",
 * "Cross-account policy evaluation logic", "Permissions boundaries for IAM entities". Throws a `ValueError` for a policy that
 * holds anything unknown. Policies of organisations and sessions are not looked at.
 */
export function evaluate(request: Request, policies: Policies): Decision {
  const context = keysOf(request);
  const applying = (documents: readonly unknown[], kind: DocumentKind): Statement[] =>
    documents.flatMap((value) => {
      const { statements, hasVariables } = readDocument(value, kind);
      return statements.filter((one) => applies(one, request, context, hasVariables));
    });
  // Only a role has policies of its own.
  const own = "role" in request.principal ? policies : {};
  const identity = applying(own.identity ?? [], "identity");
  const boundary = own.boundary && applying(own.boundary, "identity");
  const named = applying(policies.resource ?? [], isTrust(request) ? "trust" : "resource").flatMap(
    (statement) => {
      const by = namedBy(statement, request.principal, boundary !== undefined);
      return by ? [{ statement, by }] : [];
    },
  );
  const denial = [...identity, ...(boundary ?? []), ...named.map(({ statement }) => statement)].find(
    isDenial,
  );
  if (denial) return { allowed: false, reason: "explicit deny", statement: denial };
  return verdict(request, context, {
    identity: identity[0],
    within: boundary === undefined || boundary.length > 0,
    resource: (...names) => named.find(({ by }) => names.includes(by))?.statement,
  });
}

/** What allows a request when nothing denies it. */
interface Grants {
  readonly identity: Statement | undefined;
  /** Whether the permissions boundary, if there is one, allows it. */
  readonly within: boolean;
  /** The statement of the resource's policy that names the principal in one of these ways. */
  readonly resource: (...names: Named[]) => Statement | undefined;
}

function verdict(request: Request, context: Keys, { identity, within, resource }: Grants): Decision {
  // What a resource's policy grants to a session is not limited by the boundary; what it grants to a role is.
  const direct = resource("session") ?? (within ? resource("principal") : undefined);
  const own = within ? identity : undefined;
  const any = resource("session", "principal", "account");
  const both = needsBoth(request, context);
  if (direct && !both) return { allowed: true, reason: "allowed by the resource policy", statement: direct };
  if (own && any && (both || isSelfGoverned(request)))
    return { allowed: true, reason: "allowed by both policies", statement: any };
  if (own && !both && !isSelfGoverned(request))
    return { allowed: true, reason: "allowed by the identity policy", statement: own };
  if (!within && (identity ?? resource("principal")))
    return { allowed: false, reason: "the permissions boundary does not allow" };
  return { allowed: false, reason: own ? "the resource's policy does not allow" : "no statement allows" };
}

/** Across accounts both sides must allow. The resource's account is in its ARN or in `aws:ResourceAccount`, else the caller's. */
function needsBoth({ principal }: Request, context: Keys): boolean {
  const owner = context.get("aws:resourceaccount")?.[0];
  return "role" in principal && owner !== undefined && owner !== accountOf(principal.role);
}

/** "IAM role trust policies and KMS key policies are exceptions to this logic, because they must explicitly allow access for principals." */
function isSelfGoverned(request: Request): boolean {
  return isTrust(request) || (/^kms:/i.test(request.action) && request.resource !== "*");
}

function isTrust({ action }: Request): boolean {
  return /^sts:(AssumeRole\w*|TagSession|SetSourceIdentity)$/i.test(action);
}

function isDenial({ effect }: Statement): boolean {
  return effect === "Deny";
}

/** Whether a statement is about a request, leaving aside whom it names. */
function applies(
  statement: Statement,
  { action, resource }: Request,
  context: Keys,
  hasVariables: boolean,
): boolean {
  const { actions, notActions, resources, notResources, conditions = [] } = statement;
  const variables = hasVariables ? context : undefined;
  // "The prefix and the action name are case insensitive" ("IAM JSON policy elements: Action").
  const isOf = (pattern: string) =>
    matches(patternOf(pattern.toLowerCase(), undefined)!, action.toLowerCase());
  const isAt = (text: string) => {
    // A resource with a variable without a value is none.
    const pattern = patternOf(text, variables);
    return pattern !== undefined && matchesResource(pattern, resource);
  };
  return (
    (notActions ? !notActions.some(isOf) : actions.some(isOf)) &&
    // A trust policy names no resource: it is about its own role.
    (notResources ? !notResources.some(isAt) : resources.length === 0 || resources.some(isAt)) &&
    conditions.every((condition) => holds(condition, context, variables))
  );
}
