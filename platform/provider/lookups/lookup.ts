import type { Properties } from "../../engine/graph/graph.ts";
import { partitionOf } from "../../values/partitions/partitions.ts";
import { plausible } from "../generic.ts";
import { outputsOf } from "../outputs.ts";
import type { Place } from "../place.ts";
import { resultOf } from "../schema/results.ts";
import { digest } from "../stable-ids.ts";

/** Answers one provider function: the part of the result that has AWS's own form. */
export type Lookup = (args: Properties, place: Place) => Properties;

/** An id of EC2, the same for the same arguments: `vpc-0123456789abcdef0`. */
export const ec2Id = (prefix: string, args: Properties): string =>
  `${prefix}-0${digest(`${prefix} ${JSON.stringify(args)}`).slice(0, 16)}`;

/** Of a thing in one region. */
export const arnOf = (service: string, { region, account }: Place, resource: string): string =>
  `arn:${partitionOf(region).id}:${service}:${region}:${account}:${resource}`;

/** Of a thing that belongs to no region: `rest` begins with the account. */
export const globalArn = (service: string, { region }: Place, rest: string): string =>
  `arn:${partitionOf(region).id}:${service}::${rest}`;

/** The outputs of a resource that is called as an argument says. */
export function like(type: string, argument: string, naming = argument): Lookup {
  return (args, place) => {
    const name = String(args[argument] ?? "default");
    const inputs = { ...args, [naming]: name };
    const { id, outputs } = outputsOf({ urn: `${type}::${name}`, type, name, inputs }, place, {});
    return { id, ...outputs };
  };
}

/** The whole result of a function: what a row gives over the arguments, and the general forms of AWS for the rest. */
export function completed(token: string, args: Properties, given: Properties, place: Place): Properties {
  const seed = digest(`${token} ${JSON.stringify(args)}`);
  const name = String(given.name ?? args.name ?? args.id ?? seed.slice(0, 7));
  const service = /^aws:([\w-]+)\//.exec(token)?.[1] ?? "";
  const own = String(given.arn ?? arnOf(service, place, name));
  // Optional members repeat arguments.
  const rest = (resultOf(token) ?? [])
    .filter(({ required }) => required)
    .map((member) => [
      member.name,
      member.name === "id" ? seed.slice(0, 17) : (plausible(member, own, { ...place, name, seed }) ?? {}),
    ]);
  return { ...Object.fromEntries(rest), ...args, ...given };
}
