import type { Properties } from "../engine/index.ts";

/** One statement of an IAM policy document. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** All actions but these, or all resources but these. */
  readonly notActions?: readonly string[];
  readonly notResources?: readonly string[];
  /** The principal as JSON has it; undefined in policies of roles. */
  readonly principal?: unknown;
}

/** The statements of a policy document given as JSON; none when the value is anything else. */
export function statementsOf(value: unknown): Statement[] {
  return documentStatements(value).map(read);
}

/** As `statementsOf`, each as the document has it. */
export function documentStatements(value: unknown): Record<string, unknown>[] {
  if (typeof value !== "string" || !/^\s*\{/.test(value) || !value.includes('"Statement"')) return [];
  let document: { Statement?: unknown };
  try {
    document = JSON.parse(value);
  } catch {
    return [];
  }
  return [document.Statement ?? []].flat().filter(isObject);
}

/** The statements of every policy document among some inputs. A document that is a secret has none until it is revealed. */
export function statementsIn(inputs: Properties): Statement[] {
  return Object.values(inputs)
    .flat()
    .flatMap((value) => (isObject(value) ? Object.values(value).flatMap(statementsOf) : statementsOf(value)));
}

function read(statement: Record<string, unknown>): Statement {
  const { Effect, Action, NotAction, Resource, NotResource, Principal } = statement;
  const list = (value: unknown) => [value ?? []].flat().map(String);
  return {
    effect: String(Effect),
    actions: list(Action),
    resources: list(Resource),
    ...(NotAction !== undefined && { notActions: list(NotAction) }),
    ...(NotResource !== undefined && { notResources: list(NotResource) }),
    ...(Principal !== undefined && { principal: Principal }),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
