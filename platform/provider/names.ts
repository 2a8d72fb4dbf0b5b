import { type Properties, reveal } from "../engine/graph/graph.ts";
import type { Provider } from "../engine/monitor/provider.ts";
import {
  nameInputOf,
  nameKey,
  namesakeProblem,
  physicalNameProblems,
  shownIn,
} from "../values/naming/problems.ts";
import { autoName, nameInput } from "./auto-name.ts";
import type { Place } from "./place.ts";
import { schemaOf } from "./schema/schema.ts";

type Check = NonNullable<Provider["checkTogether"]>;
type Made = Parameters<Check>[0][number];

/**
 * Problems with the physical names of a program's resources: those that AWS doesn't take, given or generated, and those that
 * two resources have.
 */
export function nameProblems(
  resources: readonly Made[],
  placeOf: (providerInputs: Properties) => Place,
): ReturnType<Check> {
  const named = resources.filter(({ type }) => nameInputOf(type) !== undefined);
  return [...named.flatMap(problemsOfOne), ...namesakes(named, placeOf)];
}

function problemsOfOne(made: Made): ReturnType<Check> {
  const property = nameInputOf(made.type)!;
  const { inputs } = made;
  const given = reveal(inputs[property]);
  if (given === undefined ? !isGenerated(made, property) : typeof given !== "string") return [];
  return physicalNameProblems(made.type, autoName(given, made)).map((problem) => ({
    urn: made.urn,
    property,
    reason: given === undefined ? `Pulumi generates a name; ${problem}; give it a name` : problem,
  }));
}

/** Whether Pulumi makes up a name: those of other types are given, or AWS chooses them. A prefix gets an end of its own. */
function isGenerated({ type, inputs }: Made, property: string): boolean {
  if (inputs.namePrefix !== undefined || inputs.bucketPrefix !== undefined) return false;
  return nameInput(schemaOf(type)?.inputs.map(({ name }) => name) ?? []) === property;
}

function namesakes(
  named: readonly Made[],
  placeOf: (providerInputs: Properties) => Place,
): ReturnType<Check> {
  const groups = new Map<string, Made[]>();
  for (const made of named) {
    const { providerInputs } = made;
    const { region, account } = placeOf(providerInputs);
    const read = (input: string) => reveal(made.inputs[input]);
    const key = nameKey(made.type, read, { region, account: account + credentials(providerInputs) });
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), made]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = [...group].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    return others.map((made) => {
      const property = nameInputOf(made.type)!;
      const shown = ({ type, urn }: Made) => ({ type, shown: shownIn(urn) });
      const reason = namesakeProblem(String(reveal(made.inputs[property])), shown(first!), shown(made));
      return { urn: made.urn, property, reason };
    });
  });
}

/** What tells the accounts of providers apart: everything that decides who they are to AWS. */
function credentials({ assumeRoles, assumeRoleWithWebIdentity, profile, accessKey }: Properties): string {
  return JSON.stringify(reveal([assumeRoles, assumeRoleWithWebIdentity, profile, accessKey]));
}
