import { relative } from "node:path";
import type { Graph } from "../../engine/index.ts";
import { warnDays } from "../../values/exceptions/expiry.ts";
import { ValueError } from "../../values/problems.ts";
import type { Service } from "../services.ts";
import { type Listed, listedIn } from "./ledger.ts";

/** Refuses a graph with an exception that has expired: offline, where nothing has to be repaired in a hurry. */
export function refuseExpired(graph: Graph, service: Service, day: string): void {
  const expired = listedIn(graph, service, day).filter(({ daysLeft }) => daysLeft < 0);
  if (expired.length > 0)
    throw new ValueError(expired.map(sentence), `Service ${service.name} in stage ${graph.stack}`);
}

/** A sentence for each exception that ends within a month. */
export const endingSoon = (graph: Graph, service: Service, day: string): string[] =>
  listedIn(graph, service, day)
    .filter(({ daysLeft }) => daysLeft >= 0 && daysLeft <= warnDays)
    .map((one) => `${subject(one)} expires on ${one.expires}, in ${one.daysLeft} day(s): ask ${one.owner}.`);

const sentence = (one: Listed): string =>
  `${subject(one)} expired on ${one.expires}. Remove it, or let ${one.owner} state a later date; the reason was: ${one.reason}`;

function subject({ kind, what, for: of, place }: Listed): string {
  const where = place === undefined ? "" : `${relative(process.cwd(), place)}: `;
  return `${where}the ${kind === "override" ? `override of ${what} of` : `exemption from ${what} of`} ${of}`;
}
