import type { Properties } from "../engine/graph/graph.ts";
import { letters } from "./stable-ids.ts";

interface Principal {
  readonly type: string;
  readonly identifiers: readonly string[];
}
interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}
interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly principals?: readonly Principal[];
  readonly notPrincipals?: readonly Principal[];
  readonly conditions?: readonly Condition[];
}
type Rendered = Record<string, unknown>;

/** Renders the arguments of `aws.iam.getPolicyDocument` as the provider does. */
export function policyDocument(args: Properties): Properties {
  const own = ((args.statements ?? []) as Statement[]).map(render);
  const merged = merge(
    [...texts(args.sourcePolicyDocuments), ...texts(args.sourceJson)].flatMap(statementsOf),
    own,
  );
  const overrides = [...texts(args.overridePolicyDocuments), ...texts(args.overrideJson)].flatMap(
    statementsOf,
  );
  const document = {
    Version: args.version ?? "2012-10-17",
    ...(args.policyId ? { Id: args.policyId } : {}),
    Statement: merge(merged, overrides),
  };
  return {
    ...args,
    id: letters(JSON.stringify(document), 10, "0123456789"),
    json: JSON.stringify(document, null, 2),
    minifiedJson: JSON.stringify(document),
  };
}

const texts = (value: unknown): string[] =>
  [value].flat().filter((text): text is string => typeof text === "string" && text !== "");

function statementsOf(json: string): Rendered[] {
  const { Statement: statements = [] } = JSON.parse(json) as { Statement?: Rendered | Rendered[] };
  return [statements].flat();
}

/** A later statement takes the place of an earlier one with the same Sid. */
function merge(first: readonly Rendered[], later: readonly Rendered[]): Rendered[] {
  const replaced = first.map(
    (statement) => later.find((other) => other.Sid && other.Sid === statement.Sid) ?? statement,
  );
  return [...replaced, ...later.filter((statement) => !replaced.includes(statement))];
}

function render(statement: Statement): Rendered {
  const rendered: Rendered = {
    Sid: statement.sid || undefined,
    Effect: statement.effect ?? "Allow",
    Action: list(statement.actions),
    NotAction: list(statement.notActions),
    Resource: list(statement.resources),
    NotResource: list(statement.notResources),
    Principal: principals(statement.principals),
    NotPrincipal: principals(statement.notPrincipals),
    Condition: conditions(statement.conditions),
  };
  return Object.fromEntries(Object.entries(rendered).filter(([, value]) => value !== undefined));
}

// The provider writes one value as itself, and several in descending order whatever the program's was. `&{` stands
// for the `${` of policy variables, which Terraform would take for its own.
function list(values: readonly string[] | undefined): string | string[] | undefined {
  return one([...new Set(values)].sort().reverse());
}

function one(values: readonly string[]): string | string[] | undefined {
  const replaced = values.map((value) => value.replaceAll("&{", "$" + "{"));
  return replaced.length > 1 ? replaced : replaced[0];
}

function principals(given: readonly Principal[] = []): unknown {
  if (given.length === 0) return undefined;
  if (given.some((p) => p.type === "*" && p.identifiers.includes("*"))) return "*";
  const types = [...new Set(given.map((p) => p.type))];
  const identifiers = (type: string) => given.filter((p) => p.type === type).flatMap((p) => p.identifiers);
  return Object.fromEntries(types.map((type) => [type, list(identifiers(type))]));
}

function conditions(given: readonly Condition[] | undefined): unknown {
  if (!given || given.length === 0) return undefined;
  const result: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of given) {
    result[test] ??= {};
    result[test][variable] = one([...[result[test][variable] ?? []].flat().map(String), ...values]);
  }
  return result;
}
