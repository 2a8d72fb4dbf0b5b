import * as pulumi from "@pulumi/pulumi";
import { shown, ValueError } from "../values/problems.ts";

/** Actions allowed on resources, as one IAM statement. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly pulumi.Input<string>[];
  /** IAM's condition, by operator and key. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string>>>>>;
}

/** The effect of a link on a function: variables in its environment and permissions of its role. */
export interface Link<Variable extends string = string> {
  /** Names of the variables; the type of the environment is made of them. */
  readonly names: readonly Variable[];
  readonly environment: { readonly [name: string]: pulumi.Input<string> };
  readonly statements: readonly Statement[];
}

/** Anything that can stand in `link: [...]`. */
export interface Linkable<Variable extends string = string> {
  readonly link: Link<Variable>;
}

/** Type of the environment of the functions of a component, for `environment<Env>()` in handlers. */
export type EnvironmentOf<C> = C extends { readonly environmentNames: readonly (infer V extends string)[] }
  ? { readonly [K in V]: string }
  : never;

/** The variables that a list of links adds, at the type level. */
export type VariablesOf<A> = A extends { readonly link: readonly [] }
  ? never
  : A extends { readonly link: readonly Linkable<infer V>[] }
    ? V
    : never;

/** A link of one variable and one statement, the usual case. */
export function linkOf<const V extends string>(
  name: V,
  value: pulumi.Input<string>,
  actions: readonly string[],
  resources: readonly pulumi.Input<string>[],
): Linkable<V> {
  return linkWith(name, value, [{ actions, resources }]);
}

/** A link of one variable and any statements. */
export function linkWith<const V extends string>(
  name: V,
  value: pulumi.Input<string>,
  statements: readonly Statement[],
): Linkable<V> {
  return { link: { names: [name], environment: { [name]: value }, statements } };
}

/** Problems with what stands in `link`: outputs, resources and missing members can't be linked. */
export function linkProblems(link: unknown): string[] {
  if (link === undefined) return [];
  if (!Array.isArray(link)) return [`link: ${shown(link)} given; a list is expected, such as [table].`];
  // A hole in the list would be skipped.
  return Array.from<unknown>(link).flatMap((one, i) =>
    isLinkable(one)
      ? []
      : [
          `link[${i}]: ${shown(one)} given; a component that gives links is expected, such as a Table, Queue, Topic, Bus, Bucket, Stream, Secret, Parameter or Function, or a narrower link of it, such as table.read.`,
        ],
  );
}

/** Whether a value can stand in `link: [...]`. */
export function isLinkable(value: unknown): value is Linkable {
  // An output answers for members that its value may lack.
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return false;
  const link: unknown = "link" in value ? value.link : undefined;
  return (
    typeof link === "object" &&
    link !== null &&
    "names" in link &&
    Array.isArray(link.names) &&
    "environment" in link &&
    "statements" in link &&
    Array.isArray(link.statements)
  );
}

/**
 * A link whose variable has another name, where two things would give the same one: `linkAs("THEIR_ORDERS", orders.read)`.
 * Throws for a link that gives several variables.
 */
export function linkAs<const V extends string>(variable: V, { link }: Linkable): Linkable<V> {
  const [value, ...more] = Object.values(link.environment);
  if (value === undefined || more.length > 0)
    throw new ValueError(
      [`it gives ${link.names.length} variables (${link.names.join(", ")}); a link of one is expected.`],
      `linkAs(${JSON.stringify(variable)}, ...) of service ${pulumi.getProject()}`,
    );
  return linkWith(variable, value, link.statements);
}

/**
 * Environment and statements of several links together. The same thing linked twice counts once; `conflicts` are
 * the variables that different things give.
 */
export function combineLinks(links: readonly Linkable[]): Link & { readonly conflicts: readonly string[] } {
  const unique = [...new Set(links)].map((linkable) => linkable.link);
  const conflicts = unique.flatMap((link) =>
    link.names.filter((name) =>
      unique.some((other) => (other.environment[name] ?? link.environment[name]) !== link.environment[name]),
    ),
  );
  return {
    conflicts: [...new Set(conflicts)],
    names: [...new Set(unique.flatMap((link) => link.names))],
    environment: Object.assign({}, ...unique.map((link) => link.environment)),
    statements: [...new Set(unique.flatMap((link) => link.statements))],
  };
}
