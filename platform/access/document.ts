import { isObject } from "../values/objects.ts";
import { suggestion, ValueError } from "../values/problems.ts";
import { operatorProblems } from "./operators.ts";
import { principalProblems } from "./principals.ts";
import type { Condition, Document, DocumentKind, Statement } from "./types.ts";

/** The statements of a policy document, JSON or JSON text; none when the value is anything else. */
export function statementsOf(value: unknown): Statement[] {
  return rawStatements(value).map(read);
}

/** As `statementsOf`, each as the document has it. */
export function rawStatements(value: unknown): Record<string, unknown>[] {
  // Most texts among a program's values are none of these, and some are long.
  if (typeof value === "string" && !value.includes('"Statement"')) return [];
  const { Statement } = documentOf(value) ?? {};
  return [Statement ?? []].flat().filter(isObject);
}

/** Documents that were read, as long as their reader keeps them: many requests meet the same policies. */
const known = new WeakMap<object, Document>();

/** Reads a document that is to be evaluated. Throws a `ValueError` with everything that `documentProblems` finds. */
export function readDocument(value: unknown, kind: DocumentKind): Document {
  const before = isObject(value) ? known.get(value) : undefined;
  if (before?.kind === kind) return before;
  const problems = documentProblems(value, kind);
  if (problems.length > 0) throw new ValueError(problems, `A policy document (${kind})`);
  const document = {
    kind,
    hasVariables: documentOf(value)?.["Version"] === "2012-10-17",
    statements: statementsOf(value),
  };
  if (isObject(value)) known.set(value, document);
  return document;
}

const elements = {
  document: ["Version", "Id", "Statement"],
  statement: [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
  ],
};

/**
 * What IAM would refuse in a document, or this room doesn't know: each a sentence. Source: IAM User Guide, "Grammar of the
 * IAM JSON policy language".
 */
export function documentProblems(value: unknown, kind: DocumentKind): string[] {
  const document = documentOf(value);
  if (!document) return ["The policy is no JSON object."];
  const version = document["Version"];
  const statements = [document["Statement"] ?? []].flat();
  return [
    ...unknownElements(document, elements.document),
    ...(version === undefined || version === "2012-10-17" || version === "2008-10-17"
      ? []
      : [`Version is ${JSON.stringify(version)}; 2012-10-17 and 2008-10-17 are allowed.`]),
    ...(statements.length === 0 ? ["The policy has no statement."] : []),
    ...statements.flatMap((statement, i) => {
      if (!isObject(statement)) return [`Statement ${i + 1} is no object.`];
      const name = typeof statement["Sid"] === "string" ? statement["Sid"] : String(i + 1);
      return statementProblems(statement, kind).map((problem) => `Statement ${name}: ${problem}`);
    }),
  ];
}

function statementProblems(statement: Record<string, unknown>, kind: DocumentKind): string[] {
  const { effect, notPrincipal, conditions = [] } = read(statement);
  const has = (element: string) => statement[element] !== undefined;
  const oneOf = (element: string, other: string) =>
    has(element) === has(other) ? [`Give either ${element} or ${other}.`] : [];
  return [
    ...unknownElements(statement, elements.statement),
    ...(effect === "Allow" || effect === "Deny"
      ? []
      : [`Effect is ${JSON.stringify(statement["Effect"])}; Allow and Deny are allowed.`]),
    ...["Action", "NotAction", "Resource", "NotResource"]
      .filter((element) => Array.isArray(statement[element]) && listOf(statement[element]).length === 0)
      .map((element) => `${element} is an empty list.`),
    ...oneOf("Action", "NotAction"),
    ...(kind === "trust" ? [] : oneOf("Resource", "NotResource")),
    ...(kind === "identity"
      ? [...(has("Principal") || has("NotPrincipal") ? ["A role's policy has no Principal."] : [])]
      : oneOf("Principal", "NotPrincipal")),
    ...(notPrincipal !== undefined && effect === "Allow"
      ? ["NotPrincipal goes with Deny only; name the principals."]
      : []),
    ...["Principal", "NotPrincipal"]
      .filter(has)
      .flatMap((element) => principalProblems(element, statement[element])),
    ...(has("Condition") && !isObject(statement["Condition"]) ? ["Condition is no object."] : []),
    ...conditions.flatMap(({ operator, values }) => operatorProblems(operator, values)),
  ];
}

function unknownElements(given: Record<string, unknown>, known: readonly string[]): string[] {
  return Object.keys(given)
    .filter((element) => !known.includes(element))
    .map((element) => `There is no element ${element}.${suggestion(element, known)}`);
}

function read(statement: Record<string, unknown>): Statement {
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } =
    statement;
  return {
    ...(typeof Sid === "string" && { sid: Sid }),
    effect: String(Effect),
    actions: listOf(Action),
    resources: listOf(Resource),
    ...(NotAction !== undefined && { notActions: listOf(NotAction) }),
    ...(NotResource !== undefined && { notResources: listOf(NotResource) }),
    ...(Principal !== undefined && { principal: Principal }),
    ...(NotPrincipal !== undefined && { notPrincipal: NotPrincipal }),
    ...(isObject(Condition) && { conditions: conditionsOf(Condition) }),
  };
}

function conditionsOf(block: Record<string, unknown>): Condition[] {
  return Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({
      operator,
      key,
      values: listOf(values),
    })),
  );
}

function documentOf(value: unknown): Record<string, unknown> | undefined {
  if (isObject(value)) return value;
  if (typeof value !== "string" || !/^\s*\{/.test(value)) return undefined;
  try {
    const document: unknown = JSON.parse(value);
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): string[] {
  return [value ?? []].flat().map(String);
}
