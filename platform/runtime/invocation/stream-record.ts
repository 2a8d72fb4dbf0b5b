import { InvalidInput } from "../errors/errors.ts";
import { currentScope, validCorrelationId } from "./correlation.ts";
import { areRecords, type Expected } from "./expected.ts";
import { check, type Parsed, type Schema } from "./validate.ts";

/** Lambda's event of a Kinesis stream or of a table's stream: a part of one shard, in the shard's order. */
export interface StreamEvent {
  readonly Records: readonly StreamRecord[];
}

export type StreamRecord = KinesisRecord | ChangeRecord;

/** Facts that AWS's records have, and test events may leave out. */
interface Origin {
  readonly eventSource?: string;
  readonly eventSourceARN?: string;
  readonly awsRegion?: string;
}

export interface KinesisRecord extends Origin {
  /** Shard and sequence number. */
  readonly eventID: string;
  readonly userIdentity?: undefined;
  readonly kinesis: {
    /** Base64. */
    readonly data: string;
    readonly partitionKey: string;
    readonly sequenceNumber: string;
    /** Seconds since 1970. */
    readonly approximateArrivalTimestamp: number;
  };
}

interface ChangeRecord extends Origin {
  readonly eventID: string;
  readonly eventName: string;
  /**
   * Who made the change where it wasn't a request: DynamoDB itself deletes expired items, as `Service` and
   * `dynamodb.amazonaws.com`. Source: "DynamoDB Streams and Time to Live".
   */
  readonly userIdentity?: { readonly type: string; readonly principalId: string } | null;
  readonly dynamodb: {
    readonly Keys: Attributes;
    readonly NewImage?: Attributes | undefined;
    readonly OldImage?: Attributes | undefined;
    readonly SequenceNumber: string;
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime?: number;
  };
}

type Attributes = Readonly<Record<string, unknown>>;

/** A change of an item, its attributes as plain values; the table's `stream` decides which images it has. */
export interface Change {
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly keys: Readonly<Record<string, unknown>>;
  readonly newImage?: Readonly<Record<string, unknown>>;
  readonly oldImage?: Readonly<Record<string, unknown>>;
}

/** A record with its place in the shard. */
export interface Positioned {
  readonly record: StreamRecord;
  readonly sequenceNumber: string;
  /** Records of one key stay in order: a partition key, or an item's key. */
  readonly key: string;
}

export const streamEvents = (wrapper: string): Expected => ({
  wrapper,
  events:
    'records of a Kinesis stream or of a table\'s stream: {"Records": [{"eventID", "kinesis" or "dynamodb"}]}',
  fits: (event) => areRecords(event, ({ kinesis, dynamodb }) => (kinesis ?? dynamodb) !== undefined),
});

export function positioned(record: StreamRecord): Positioned {
  if ("kinesis" in record) {
    const { sequenceNumber, partitionKey } = record.kinesis;
    return { record, sequenceNumber, key: partitionKey };
  }
  const { SequenceNumber, Keys } = record.dynamodb;
  return { record, sequenceNumber: SequenceNumber, key: JSON.stringify(Keys) };
}

/** A record's contents, before its schema checks them. Throws `InvalidInput` where a schema wants JSON and it is none. */
export function contents(record: StreamRecord, { asJson }: { readonly asJson: boolean }): unknown {
  if ("dynamodb" in record) return change(record);
  const text = Buffer.from(record.kinesis.data, "base64").toString("utf8");
  if (!asJson) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInput([{ in: "record", path: "", message: "It is not valid JSON." }]);
  }
}

export async function checked<S extends Schema | undefined>(
  schema: S | undefined,
  value: unknown,
): Promise<Parsed<S, string | Change>> {
  const result = await check(schema, "record", value);
  if (result.issues) throw new InvalidInput(result.issues);
  return result.value as Parsed<S, string | Change>;
}

/** The id that a record's sender or a changed item carries as `correlationId`, else the record's own. */
export function correlationIdOf(record: StreamRecord, value?: unknown): string {
  const inside = value as
    | { correlationId?: unknown; newImage?: { correlationId?: unknown } }
    | null
    | undefined;
  const given = inside?.correlationId ?? inside?.newImage?.correlationId;
  return (
    validCorrelationId(given) ??
    validCorrelationId(record.eventID) ??
    currentScope()?.correlationId ??
    record.eventID
  );
}

function change({ eventName, dynamodb }: ChangeRecord): Change {
  const { Keys, NewImage, OldImage } = dynamodb;
  return {
    eventName: eventName as Change["eventName"],
    keys: item(Keys),
    ...(NewImage && { newImage: item(NewImage) }),
    ...(OldImage && { oldImage: item(OldImage) }),
  };
}

function item(attributes: Attributes): Record<string, unknown> {
  // Not by assignment: an attribute may be called __proto__.
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, plain(value)]));
}

/** DynamoDB's way of writing values, `{ S: "text" }`, as plain ones. Whole numbers past 2^53 become bigints. */
function plain(value: unknown): unknown {
  const [[type, inner] = ["", undefined]] = Object.entries(value as object) as [string, unknown][];
  switch (type) {
    case "N":
      return number(String(inner));
    case "B":
      return bytes(String(inner));
    case "NULL":
      return null;
    case "M":
      return item(inner as Attributes);
    case "L":
      return (inner as unknown[]).map(plain);
    case "SS":
      return new Set(inner as string[]);
    case "NS":
      return new Set((inner as string[]).map(number));
    case "BS":
      return new Set((inner as string[]).map(bytes));
    default:
      return inner;
  }
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

function number(text: string): number | bigint {
  const value = Number(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(text)
    ? BigInt(text)
    : value;
}
