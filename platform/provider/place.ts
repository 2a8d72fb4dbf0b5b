import { partitionOf } from "../values/partitions.ts";

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
