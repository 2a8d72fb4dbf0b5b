import { type Asset, AssetValue, type Properties, Secret, Unknown, type Value } from "../graph/graph.ts";
import { Struct, type StructMessage } from "./protocol.ts";

/** Marks of the values that JSON has no form for, as every Pulumi SDK and engine writes them. */
const mark = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";
const asset = "c44067f5952c0a294b673a41bacd8c17";
const archive = "0def7320c3a5731c473e5ecbe6d01bc7";
const resourceReference = "5cf8f73096256a8f31e491e813e4eb8e";
const outputValue = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Wire = Record<string, unknown>;

const isObject = (value: unknown): value is Wire =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Turns a value as it comes from the SDK into a graph's. */
function decode(value: unknown): Value {
  if (value === unknown) return new Unknown();
  if (Array.isArray(value)) return value.map(decode);
  if (!isObject(value)) return value;
  switch (value[mark]) {
    case undefined:
      return decodeObject(value);
    case secret:
      return new Secret(decode(value.value));
    case asset:
    case archive:
      return new AssetValue(decodeAsset(value));
    case resourceReference:
      // A provider that takes no references gets the id, or the URN of a component.
      return decode(value.id ? value.id : value.urn);
    case outputValue: {
      const inner = "value" in value ? decode(value.value) : new Unknown();
      return value.secret ? new Secret(inner) : inner;
    }
    default:
      throw new Error(`the program sent a value of a kind that is not known here (${String(value[mark])})`);
  }
}

// An engine drops nulls of objects before a provider sees them; those of arrays keep their place.
function decodeObject(value: Wire): Properties {
  const result: Properties = {};
  for (const [key, inner] of Object.entries(value))
    if (inner !== null && inner !== undefined) result[key] = decode(inner);
  return result;
}

function decodeAsset(value: Wire): Asset {
  const isArchive = value[mark] === archive;
  if (typeof value.path === "string")
    return { kind: isArchive ? "file-archive" : "file-asset", path: value.path };
  if (typeof value.uri === "string")
    return { kind: isArchive ? "remote-archive" : "remote-asset", uri: value.uri };
  if (!isArchive) return { kind: "string-asset", text: String(value.text ?? "") };
  const assets: Record<string, Asset> = {};
  for (const [name, inner] of Object.entries(isObject(value.assets) ? value.assets : {}))
    if (isObject(inner)) assets[name] = decodeAsset(inner);
  return { kind: "asset-archive", assets };
}

/** Turns a graph's value into what the SDK reads. */
function encode(value: Value): unknown {
  if (value instanceof Unknown) return unknown;
  if (value instanceof Secret) return { [mark]: secret, value: encode(value.reveal()) };
  if (value instanceof AssetValue) return encodeAsset(value.asset);
  if (Array.isArray(value)) return value.map(encode);
  if (!isObject(value)) return value === undefined ? null : value;
  const result: Wire = {};
  for (const [key, inner] of Object.entries(value)) if (inner !== undefined) result[key] = encode(inner);
  return result;
}

function encodeAsset(value: Asset): Wire {
  switch (value.kind) {
    case "string-asset":
      return { [mark]: asset, text: value.text };
    case "file-asset":
      return { [mark]: asset, path: value.path };
    case "remote-asset":
      return { [mark]: asset, uri: value.uri };
    case "file-archive":
      return { [mark]: archive, path: value.path };
    case "remote-archive":
      return { [mark]: archive, uri: value.uri };
    case "asset-archive": {
      const assets = Object.entries(value.assets).map(([name, inner]) => [name, encodeAsset(inner)]);
      return { [mark]: archive, assets: Object.fromEntries(assets) };
    }
  }
}

export function fromStruct(struct: StructMessage | undefined): Properties {
  return struct ? (decode(struct.toJavaScript()) as Properties) : {};
}

export function toStruct(properties: Properties): StructMessage {
  return Struct.fromJavaScript(encode(properties) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** URNs of the resources that each property was computed from, where the SDK has them inside the value. */
export function dependenciesInside(struct: StructMessage | undefined): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(struct?.toJavaScript() ?? {})) {
    const found = new Set<string>();
    collect(value, found);
    if (found.size > 0) result[name] = [...found];
  }
  return result;
}

function collect(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) for (const inner of value) collect(inner, into);
  if (!isObject(value)) return;
  if (value[mark] === outputValue && Array.isArray(value.dependencies))
    for (const urn of value.dependencies) into.add(String(urn));
  if (value[mark] === resourceReference) into.add(String(value.urn));
  for (const inner of Object.values(value)) collect(inner, into);
}
