import { createHash, randomUUID } from "node:crypto";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { PayloadRefused } from "./errors/payload-refused.ts";
import type { HttpResult } from "./http/response.ts";
import { environment } from "./invocation/environment.ts";

export { PayloadRefused };

/** Stands in a message for a payload that is too large for it. */
export interface PayloadReference {
  /** Version of this form. */
  readonly version: 1;
  /** `s3://<bucket>/<key>` */
  readonly $ref: string;
  /** Bytes. */
  readonly size: number;
  /** Of the bytes, in hexadecimal. */
  readonly sha256: string;
}

/**
 * Bytes that each service takes, less some room for the text around the payload. Sources: "Amazon SQS message quotas",
 * "Amazon SNS endpoints and quotas", "PutEvents", "Step Functions service quotas", "Lambda quotas" (answers over HTTP).
 */
export const payloadLimits = {
  sqs: 1_048_576 - 16_384,
  sns: 262_144 - 16_384,
  eventbridge: 1_048_576 - 16_384,
  states: 262_144 - 16_384,
  // A handler's answer is JSON that holds the body as a text: in the worst case twice as long.
  http: 3 * 1_048_576 - 16_384,
} as const;

export interface PayloadStoreOptions {
  /** Beginning of the keys, so that a lifecycle rule can delete them. Default: `payloads/`. */
  readonly prefix?: `${string}/`;
  /** Bytes above which a payload isn't fetched. Default: 64 MiB. */
  readonly maxSize?: number;
}

export interface UploadOptions {
  /** Bytes that the upload will have: it is signed, so neither more nor less is taken. */
  readonly size: number;
  /** The type it must have, one of `types`. */
  readonly contentType: string;
  readonly types: readonly string[];
  readonly maxSize: number;
  /** Seconds for which the address can be used, up to 604,800. Default: 300. */
  readonly expiresIn?: number;
}

export interface PayloadStore {
  /** The value itself where it is within the limit, else a reference to it in the bucket. */
  pack(value: unknown, limit: keyof typeof payloadLimits | number): Promise<unknown>;
  /** The value that a reference stands for; any other value as it is. */
  unpack(value: unknown): Promise<unknown>;
  /** As `unpack`, of a message's JSON text. */
  open(text: string): Promise<string>;
  /** An answer with the value as its body; past the limit 303 See Other, to an address that gives it for a while. */
  answer(value: unknown, options?: { readonly expiresIn?: number }): Promise<HttpResult>;
  /** Where a client may PUT one file, with these headers. `key` is where the file will be. */
  upload(options: UploadOptions): Promise<{
    readonly url: string;
    readonly key: string;
    readonly headers: Readonly<Record<string, string>>;
  }>;
}

const hour = 3_600;

/**
 * Payloads past a service's limit, in a linked `Bucket`. Nothing is ever fetched from any other bucket, and a payload
 * must have the hash in its reference.
 *
 * @param variable the variable with the bucket's name, as linking sets it: `LARGE_BUCKET_NAME`.
 */
export function payloadStore(
  variable: `${string}_BUCKET_NAME`,
  { prefix = "payloads/", maxSize = 64 * 1_048_576 }: PayloadStoreOptions = {},
): PayloadStore {
  const variables = environment<Record<string, string>>();
  let made: S3Client | undefined;
  const client = () => (made ??= new S3Client());
  const bucket = () => variables[variable]!;

  async function store(text: string): Promise<PayloadReference> {
    const bytes = Buffer.from(text);
    const sha256 = hashOf(bytes);
    // By its hash: a payload that is sent twice is stored once.
    const Key = `${prefix}${sha256}.json`;
    const object = { Bucket: bucket(), Key, Body: bytes, ContentType: "application/json" };
    await client().send(new PutObjectCommand(object));
    return { version: 1, $ref: `s3://${bucket()}/${Key}`, size: bytes.length, sha256 };
  }

  async function fetchText({ $ref, size, sha256 }: PayloadReference): Promise<string> {
    const Key = `${prefix}${sha256}.json`;
    if ($ref !== `s3://${bucket()}/${Key}`)
      throw new PayloadRefused("The reference isn't to a payload of the linked bucket.");
    if (size > maxSize)
      throw new PayloadRefused(`The payload has ${size} bytes; up to ${maxSize} are fetched.`);
    const { Body, ContentLength } = await client().send(new GetObjectCommand({ Bucket: bucket(), Key }));
    if (ContentLength !== size || Body === undefined)
      throw new PayloadRefused(
        `The payload has ${ContentLength} bytes instead of the ${size} in its reference.`,
      );
    const bytes = await Body.transformToByteArray();
    if (hashOf(bytes) !== sha256)
      throw new PayloadRefused("The payload's hash differs from the one in its reference.");
    return Buffer.from(bytes).toString();
  }

  const self: PayloadStore = {
    async pack(value, limit) {
      const text = jsonOf(value);
      const most = typeof limit === "number" ? limit : payloadLimits[limit];
      // A value that looks like a reference would be taken for one.
      return Buffer.byteLength(text) > most || isReference(value) ? store(text) : value;
    },
    async unpack(value) {
      return isReference(value) ? JSON.parse(await fetchText(value)) : value;
    },
    async open(text) {
      // Cheap for the usual message: no reference is longer.
      if (text.length > 2_048 || !text.includes('"$ref"')) return text;
      const value = parsed(text);
      return isReference(value) ? fetchText(value) : text;
    },
    async answer(value, { expiresIn = hour } = {}) {
      const text = jsonOf(value);
      if (Buffer.byteLength(text) <= payloadLimits.http) return { body: value };
      const { $ref } = await store(text);
      const command = new GetObjectCommand({ Bucket: bucket(), Key: $ref.slice(`s3://${bucket()}/`.length) });
      const location = await getSignedUrl(client(), command, { expiresIn });
      return { status: 303, headers: { location, "cache-control": "no-store" } };
    },
    async upload({ size, contentType, types, maxSize: most, expiresIn = 300 }) {
      if (!types.includes(contentType))
        throw new PayloadRefused(`The type ${contentType} is not taken; ${types.join(", ")} are.`);
      if (!Number.isInteger(size) || size < 1 || size > most)
        throw new PayloadRefused(`A file of ${size} bytes is not taken; 1 to ${most} are.`);
      const key = `uploads/${randomUUID()}`;
      const command = new PutObjectCommand({
        Bucket: bucket(),
        Key: key,
        ContentType: contentType,
        ContentLength: size,
      });
      // Left to itself, the signer signs neither.
      const signableHeaders = new Set(["host", "content-type", "content-length"]);
      const url = await getSignedUrl(client(), command, { expiresIn, signableHeaders });
      return { url, key, headers: { "content-type": contentType, "content-length": String(size) } };
    },
  };
  return self;
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

function jsonOf(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined)
    throw new TypeError(`payload: a ${typeof value} given; what JSON can hold is expected.`);
  return text;
}

function isReference(value: unknown): value is PayloadReference {
  if (typeof value !== "object" || value === null || !("$ref" in value)) return false;
  const { version, $ref, size, sha256 } = value as Record<string, unknown>;
  return (
    version === 1 &&
    typeof $ref === "string" &&
    $ref.startsWith("s3://") &&
    Number.isInteger(size) &&
    typeof sha256 === "string" &&
    /^[0-9a-f]{64}$/.test(sha256)
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
