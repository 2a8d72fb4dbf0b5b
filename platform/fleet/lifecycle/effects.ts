import { isDeepStrictEqual } from "node:util";
import type { Graph, Resource } from "../../engine/index.ts";
import { nameInputOf } from "../../values/naming/problems.ts";

/** What a service's rename means for its resources in a stage. */
export interface Effects {
  readonly stage: string;
  /** Resources that have another name in AWS, which renames none: they are replaced. As `type name`. */
  readonly replaced: readonly string[];
  /** Resources that change where they are. */
  readonly updated: number;
  readonly unchanged: number;
}

/** Compares a service's resources under both names. Resources are the same where only the project in their URN differs. */
export function effectsOf(before: Graph, after: Graph): Effects {
  const project = (urn: string) => urn.replace(`::${after.project}::`, `::${before.project}::`);
  const now = new Map(after.resources.map((one) => [project(one.urn), one]));
  const replaced: string[] = [];
  let [updated, unchanged] = [0, 0];
  for (const one of before.resources.filter(isMade)) {
    const other = now.get(one.urn);
    const input = nameInputOf(one.type);
    if (!other || (input !== undefined && one.inputs[input] !== other.inputs[input]))
      replaced.push(`${one.type} ${one.name}`);
    else if (isDeepStrictEqual(comparable(one), comparable(other))) unchanged += 1;
    else updated += 1;
  }
  return { stage: before.stack, replaced, updated, unchanged };
}

/** Whether a resource is one of AWS's or another provider's: none that is only read, and no provider. */
const isMade = ({ custom, external, type }: Resource): boolean =>
  custom && !external && !type.startsWith("pulumi:");

/** Inputs, without files: a program that runs in another folder has the same files elsewhere. */
const comparable = ({ inputs }: Resource): unknown =>
  JSON.parse(JSON.stringify(inputs, (_, value) => (Object(value).asset === undefined ? value : "asset")));
