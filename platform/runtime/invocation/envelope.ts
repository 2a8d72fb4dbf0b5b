import { InvalidInput } from "../errors/errors.ts";
import { validCorrelationId } from "./correlation.ts";
import { fieldsOf } from "./fields.ts";
import { type Checked, check, checkJson, type Schema } from "./validate.ts";

/** A message taken out of the wrapping of the service that carried it. */
export interface Opened {
  /** The sender's content: text, or a value where the carrier keeps JSON as it is. */
  readonly content: { readonly text: string } | { readonly value: unknown };
  /** The same in every delivery. */
  readonly id: string;
  readonly correlationId?: string | undefined;
  /** The sender: EventBridge's source, the topic's ARN. */
  readonly source?: string;
  /** The kind of event: EventBridge's detail type. */
  readonly type?: string;
  readonly time?: string;
  /** EventBridge's; of a notification of S3 its region and the bucket's ARN. */
  readonly account?: string;
  readonly region?: string;
  readonly resources?: readonly string[];
  /** SNS's. */
  readonly subject?: string;
  /** SNS's message attributes: their values as text, those of binary ones in base64. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Opens a message that carries others: usually one. */
export type Opener = (body: string) => readonly Opened[];

/** `from` of a queue that a topic delivers to without raw delivery: the message inside of SNS's JSON. */
export const fromSns: Opener = (body) => [openSns(parsed(body))];

/** `from` of a queue that a rule of EventBridge delivers to: the event's detail. */
export const fromEventBridge: Opener = (body) => [openEventBridge(parsed(body))];

export function openSns(notification: unknown): Opened {
  const { Message, MessageId, TopicArn, Subject, Timestamp, MessageAttributes } = fieldsOf(notification);
  if (typeof Message !== "string" || typeof MessageId !== "string")
    throw refusal("It is no message of SNS. Where delivery is raw, leave out `from`.");
  const attributes = Object.fromEntries(
    Object.entries(fieldsOf(MessageAttributes)).map(([name, value]) => [name, String(fieldsOf(value).Value)]),
  );
  return {
    content: { text: Message },
    id: MessageId,
    correlationId: validCorrelationId(attributes.correlationId),
    attributes,
    ...texts({ source: TopicArn, subject: Subject, time: Timestamp }),
  };
}

export function openEventBridge(event: unknown): Opened {
  const { id, source, "detail-type": type, time, detail, account, region, resources } = fieldsOf(event);
  if (typeof id !== "string" || detail === undefined) throw refusal("It is no event of EventBridge.");
  return {
    content: { value: detail },
    id,
    correlationId: validCorrelationId(fieldsOf(detail).correlationId),
    ...texts({ source, type, time, account, region }),
    ...(Array.isArray(resources) && { resources: resources.map(String) }),
  };
}

/** Checks the content by a schema; without one, text stays text. */
export function checkContent(
  schema: Schema | undefined,
  part: string,
  content: Opened["content"],
): Promise<Checked> {
  return "text" in content ? checkJson(schema, part, content.text) : check(schema, part, content.value);
}

function texts<const K extends string>(
  values: Readonly<Record<K, unknown>>,
): { readonly [key in K]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === "string")) as {
    readonly [key in K]?: string;
  };
}

export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw refusal("It is not valid JSON.");
  }
}

export const refusal = (message: string) => new InvalidInput([{ in: "message", path: "", message }]);
