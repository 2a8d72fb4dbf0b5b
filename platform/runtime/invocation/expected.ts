import { InvalidInput } from "../errors/errors.ts";
import { fieldsOf } from "./fields.ts";

/** The events that a wrapper handles. */
export interface Expected {
  readonly wrapper: string;
  /** What they are, and what tells them: `messages of SQS: {"Records": [{"messageId", "body"}]}`. */
  readonly events: string;
  readonly fits: (event: Readonly<Record<string, unknown>>) => unknown;
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
  const { eventSource } = fieldsOf(fieldsOf(fieldsOf(event).Records)[0]);
  return ["aws:sqs", "aws:kinesis", "aws:dynamodb"].find((polled) => polled === eventSource);
}

/** The kind of an event, never its values, which may be personal data. */
function described(event: unknown): string {
  const fields = fieldsOf(event);
  const { eventSource, EventSource = eventSource } = fieldsOf(fieldsOf(fields.Records)[0]);
  if (EventSource !== undefined) return `records of ${EventSource}`;
  const names = Object.keys(fields).slice(0, 5).join(", ");
  return names === "" ? "an event without fields" : `an event with ${names}`;
}
