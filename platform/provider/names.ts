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
  const inputs = reveal(made.inputs) as Properties;
  const given = inputs[property];
  // Names of other types are given, or chosen by AWS itself; a prefix gets an end of its own.
  const generates = nameInput(schemaOf(made.type)?.inputs.map(({ name }) => name) ?? []) === property;
  const prefixed = inputs.namePrefix !== undefined || inputs.bucketPrefix !== undefined;
  if (given === undefined ? !generates || prefixed : typeof given !== "string") return [];
  return physicalNameProblems(made.type, autoName(given, { ...made, inputs })).map((problem) => ({
    urn: made.urn,
    property,
    reason: given === undefined ? `Pulumi generates a name; ${problem}; give it a name` : problem,
  }));
}

function namesakes(
  named: readonly Made[],
  placeOf: (providerInputs: Properties) => Place,
): ReturnType<Check> {
  const groups = new Map<string, Made[]>();
  for (const made of named) {
    const { providerInputs } = made;
    const { region, account } = placeOf(providerInputs);
    const inputs = reveal(made.inputs) as Properties;
    const key = nameKey(made.type, inputs, { region, account: account + credentials(providerInputs) });
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
