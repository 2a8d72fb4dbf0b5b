import { type Properties, reveal } from "../engine/graph/graph.ts";
import { completed } from "./lookups/lookup.ts";
import { network } from "./lookups/network.ts";
import { things } from "./lookups/things.ts";
import { wellKnown } from "./lookups/well-known.ts";
import type { Place } from "./place.ts";
import { policyDocument } from "./policy-document.ts";
import { letters } from "./stable-ids.ts";

type Answer = (args: Properties, place: Place) => Properties;

const zones = ["a", "b", "c"];

const partition = {
  dnsSuffix: "amazonaws.com",
  id: "aws",
  partition: "aws",
  reverseDnsPrefix: "com.amazonaws",
};

/** Provider functions that can be answered without an account. */
const answers: Readonly<Record<string, Answer>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_args, { account }) => ({
    accountId: account,
    arn: `arn:aws:iam::${account}:user/offline`,
    id: account,
    userId: `AIDA${letters(account, 17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`,
  }),
  "aws:index/getRegion:getRegion": (args, place) => {
    const region = String(args.region ?? args.name ?? place.region);
    return { description: region, endpoint: `ec2.${region}.amazonaws.com`, id: region, name: region, region };
  },
  "aws:index/getPartition:getPartition": () => partition,
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, place) => {
    const region = String(args.region ?? place.region);
    return {
      ...args,
      id: region,
      region,
      groupNames: [region],
      names: zones.map((zone) => `${region}${zone}`),
      zoneIds: zones.map((_, i) => `${region.replace(/-(\w)\w*-/, "$1")}-az${i + 1}`),
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
