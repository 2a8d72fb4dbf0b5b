import { callbacks, Empty, engines, resources } from "./protocol.ts";

/** A message of the protocol on its way between processes: the name of its class, and its bytes. */
export interface Packed {
  readonly type: string;
  readonly bytes: Uint8Array;
}

interface ProtocolMessage {
  serializeBinary(): Uint8Array;
}
interface MessageClass {
  deserializeBinary(bytes: Uint8Array): ProtocolMessage;
}

const isClass = (one: unknown): one is MessageClass =>
  typeof one === "function" && "deserializeBinary" in one;

const classes = new Map(
  Object.entries<unknown>({ ...callbacks, ...engines, ...resources, Empty }).flatMap(([type, one]) =>
    isClass(one) ? [[type, one] as const] : [],
  ),
);
const types = new Map<unknown, string>([...classes].map(([type, one]) => [one, type]));

const isMessage = (one: unknown): one is ProtocolMessage =>
  typeof one === "object" && one !== null && "serializeBinary" in one;

export function pack(message: unknown): Packed {
  const type = isMessage(message) ? types.get(message.constructor) : undefined;
  if (!isMessage(message) || type === undefined)
    throw new Error(`${String(message)} is no message of Pulumi's protocol`);
  return { type, bytes: message.serializeBinary() };
}

/** The message again; its type is that of the procedure that it belongs to. */
export function unpack({ type, bytes }: Packed): never {
  const found = classes.get(type);
  if (!found) throw new Error(`${type} is no message of Pulumi's protocol`);
  return found.deserializeBinary(bytes) as never;
}
