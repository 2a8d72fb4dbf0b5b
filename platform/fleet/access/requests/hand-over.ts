import { type EdgeRequest, worked } from "./edge-request.ts";
import { type Work, work } from "./roles.ts";
import { serviceOf, type View } from "./view.ts";

/** What a role is used for at a place that gets something, by the service of its ARN. */
const rows: Readonly<Record<string, readonly (readonly [row: Work, within: string])[]>> = {
  dynamodb: [[work.putItem, ""]],
  events: [[work.putEvents, ""]],
  kinesis: [[work.putRecord, ""]],
  lambda: [[work.invoke, ""]],
  s3: [
    [work.store, "/aws/lambda/record.json"],
    [work.list, ""],
  ],
  sns: [[work.publish, ""]],
  sqs: [[work.send, ""]],
  states: [[work.start, ""]],
};

/** Who hands over by which role, and where to: an ARN. */
export interface Way {
  readonly role: string;
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

export function handOver(view: View, { role, from, to, label }: Way): EdgeRequest[] {
  const ends = { from, to: view.node(to), ...(label !== undefined && { label }) };
  return (rows[serviceOf(to)] ?? []).flatMap(([row, within]) =>
    worked(row, ends, role, { resources: [`${to}${within}`] }),
  );
}
