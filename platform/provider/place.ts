import { AssetValue, type Properties, reveal } from "../engine/graph/graph.ts";
import type { Problem } from "../engine/monitor/provider.ts";
import { absenceProblems } from "../values/partitions/availability.ts";
import { partitionOf } from "../values/partitions/partitions.ts";

/** Account and region of computed values, and the URLs of local stand-ins by physical name. */
export interface Place {
  readonly region: string;
  readonly account: string;
  /** Names of APIs by id, as they are made: a stage knows only the id of its API. */
  readonly apiNames: Map<string, string>;
  readonly urls?: { queue?(name: string): string; api?(name: string): string };
}

/** The second part of the ARNs of a region. */
export const partition = ({ region }: Pick<Place, "region">): string => partitionOf(region).id;

/** The end of AWS's hosts in a region. */
export const dnsSuffix = ({ region }: Pick<Place, "region">): string => partitionOf(region).dnsSuffix;

/** Problems with a resource in a place: what its partition doesn't offer, and a region of another partition. */
export function placeProblems(type: string, inputs: Properties, place: Place): Problem[] {
  if (!type.startsWith("aws:")) return [];
  const own = partition(place);
  const { region } = inputs;
  if (typeof region === "string" && partitionOf(region).id !== own)
    return [
      {
        property: "region",
        reason: `${region} is no region of ${own}, where this stack is (${place.region}): an account has one partition. Take a region of ${own}, or leave out what is only in ${region}`,
      },
    ];
  // Nothing is missing in `aws`, and most stacks are there.
  if (own === "aws") return [];
  return [...absenceProblems(own, type, reveal(inputs) as Properties), ...foreignArns(own, inputs)];
}

/** Inputs that are no business of AWS's: a function may call another partition with credentials of its own. */
const free: readonly string[] = ["environment", "description", "tags"];

/** Inputs with ARNs of another partition, which no policy and no service of this one takes. */
function foreignArns(own: string, inputs: Properties): Problem[] {
  return Object.entries(inputs).flatMap(([property, value]) => {
    if (value instanceof AssetValue || free.includes(property)) return [];
    const foreign = [...JSON.stringify(reveal(value) ?? "").matchAll(/\barn:(aws[a-z-]*):/g)].find(
      ([, partition]) => partition !== own,
    );
    if (foreign === undefined) return [];
    return [
      {
        property,
        reason: `an ARN of the partition ${foreign[1]} given (${foreign[0]}...); this stack is in ${own}: name a resource of ${own}, and take the partition of ARNs from aws.getPartition`,
      },
    ];
  });
}
