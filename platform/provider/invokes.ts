import { type Properties, reveal } from "../engine/graph/graph.ts";
import { partitionOf } from "../values/partitions/partitions.ts";
import { completed } from "./lookups/lookup.ts";
import { network } from "./lookups/network.ts";
import { things } from "./lookups/things.ts";
import { wellKnown } from "./lookups/well-known.ts";
import type { Place } from "./place.ts";
import { policyDocument } from "./policy-document.ts";
import { letters } from "./stable-ids.ts";

type Answer = (args: Properties, place: Place) => Properties;

const zones = ["a", "b", "c"];

/** Parts of a region's code that zone ids abbreviate otherwise than by their first letter. */
const directions: Readonly<Record<string, string>> = {
  northeast: "ne",
  southeast: "se",
  northwest: "w",
};

/** `euw1` for eu-west-1, `usgw1` for us-gov-west-1: the beginning of zone ids. Source: "Regions and Zones" (EC2). */
function zonePrefix(region: string): string {
  const parts = region.split("-");
  const [continent = "", number = ""] = [parts[0], parts.at(-1)];
  return [continent, ...parts.slice(1, -1).map((part) => directions[part] ?? part[0]), number].join("");
}

/** Provider functions that can be answered without an account. */
const answers: Readonly<Record<string, Answer>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_args, { account, region }) => ({
    accountId: account,
    arn: `arn:${partitionOf(region).id}:iam::${account}:user/offline`,
    id: account,
    userId: `AIDA${letters(account, 17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`,
  }),
  "aws:index/getRegion:getRegion": (args, place) => {
    const region = String(args.region ?? args.name ?? place.region);
    const endpoint = `ec2.${region}.${partitionOf(region).dnsSuffix}`;
    return { description: region, endpoint, id: region, name: region, region };
  },
  "aws:index/getPartition:getPartition": (args, place) => {
    const { id, dnsSuffix } = partitionOf(String(args.region ?? place.region));
    return {
      dnsSuffix,
      id,
      partition: id,
      reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
    };
  },
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, place) => {
    const region = String(args.region ?? place.region);
    return {
      ...args,
      id: region,
      region,
      groupNames: [region],
      names: zones.map((zone) => `${region}${zone}`),
      zoneIds: zones.map((_, i) => `${zonePrefix(region)}-az${i + 1}`),
    };
  },
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => policyDocument(args),
  ...network,
  ...things,
  ...wellKnown,
};

/** The result of a provider function; undefined for those that only an account can answer. */
export function answer(token: string, given: Properties, place: Place): Properties | undefined {
  const args = reveal(given) as Properties;
  const known = answers[token]?.(args, place);
  return known && completed(token, args, known, place);
}
