import { InvalidInput } from "../errors/errors.ts";
import { fieldsOf } from "./fields.ts";

/** The events that a wrapper handles. */
export interface Expected {
  readonly wrapper: string;
  /** What they are, and one to invoke by hand with: `messages of SQS, such as {...}`. */
  readonly events: string;
  readonly fits: (event: Readonly<Record<string, unknown>>) => boolean;
}

/** Refuses an event of another kind, such as the one that a console sends as a test. */
export function expectEvent({ wrapper, events, fits }: Expected, given: unknown): void {
  if (fits(fieldsOf(given))) return;
  const message = `${wrapper} handles ${events}; given: ${described(given)}.`;
  throw new InvalidInput([{ in: "event", path: "", message }]);
}

/** Whether each of an event's records has what the test asks for. */
export const areRecords = (
  { Records: records }: Readonly<Record<string, unknown>>,
  fits: (record: Readonly<Record<string, unknown>>) => boolean,
): boolean => Array.isArray(records) && records.every((record) => fits(fieldsOf(record)));

/** The source of records that Lambda polls for: a function that takes them for its input loses them. */
export function polledSource(event: unknown): string | undefined {
  const { Records: records } = fieldsOf(event);
  const { eventSource } = fieldsOf(Array.isArray(records) ? records[0] : undefined);
  return typeof eventSource === "string" && /^aws:(?:sqs|kinesis|dynamodb)$/.test(eventSource)
    ? eventSource
    : undefined;
}

/** The kind of an event, never its values, which may be personal data. */
function described(event: unknown): string {
  if (event === undefined || event === null) return "nothing";
  if (typeof event !== "object") return `a ${typeof event}`;
  const { Records: records } = fieldsOf(event);
  const { eventSource, EventSource = eventSource } = fieldsOf(
    Array.isArray(records) ? records[0] : undefined,
  );
  if (typeof EventSource === "string") return `records of ${EventSource}`;
  const names = Object.keys(event).slice(0, 5);
  return names.length === 0 ? "an empty event" : `an event with ${names.join(", ")}`;
}
