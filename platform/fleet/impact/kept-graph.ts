import { createHmac, randomBytes } from "node:crypto";
import {
  type Asset,
  AssetValue,
  Graph,
  type Properties,
  Secret,
  Unknown,
  type Value,
} from "../../engine/index.ts";
import { isObject } from "../../values/objects.ts";
import { type Content, contentOf, KeptAsset } from "./content.ts";
import { canonical } from "./json-text.ts";
import { isPlain } from "./plain.ts";

/** Hashes secrets; one for each cache, drawn at random, so that hashes tell nothing to who has only those. */
export type KeptKey = Uint8Array;

export const createKey = (): KeptKey => randomBytes(32);

/** Stands for a secret's value: equal secrets have equal hashes under one key. */
export class SecretHash {
  readonly hash: string;
  constructor(hash: string) {
    this.hash = hash;
  }
  toJSON(): string {
    return "[secret]";
  }
  toString(): string {
    return "[secret]";
  }
}

/** A graph that can be written to disk: secrets are hashes, assets have their content's hash and size. */
export class KeptGraph extends Graph {
  readonly key: KeptKey;
  constructor(parts: ConstructorParameters<typeof Graph>[0], key: KeptKey) {
    super(parts);
    this.key = key;
  }
}

export interface KeepOptions {
  readonly key: KeptKey;
  /** The folder of the program, which relative paths of its assets start from. */
  readonly dir: string;
}

/** A graph in the form that is kept; reads the files of its assets. A kept graph comes back as it is. */
export function keptGraph(graph: Graph, options: KeepOptions): KeptGraph {
  if (graph instanceof KeptGraph) return graph;
  const keep = (value: Value): Value => kept(value, options);
  const { project, stack, config, outputs, resources, invocations, logs } = graph;
  return new KeptGraph(
    {
      project,
      stack,
      config,
      outputs: keep(outputs) as Properties,
      resources: resources.map((one) => ({
        ...one,
        inputs: keep(one.inputs) as Properties,
        outputs: keep(one.outputs) as Properties,
      })),
      invocations: invocations.map(({ token, args }) => ({ token, args: keep(args) as Properties })),
      logs,
    },
    options.key,
  );
}

function kept(value: Value, options: KeepOptions): Value {
  if (value instanceof Secret) return new Secret(hashed(kept(value.reveal(), options), options.key));
  if (value instanceof AssetValue) return new KeptAsset(value.asset, contentOf(value.asset, options.dir));
  if (Array.isArray(value)) return value.map((inner) => kept(inner, options));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, kept(inner, options)]));
}

function hashed(value: Value, key: KeptKey): Value {
  // What will only be known later has no hash yet.
  if (value instanceof Unknown || value instanceof SecretHash) return value;
  const text = canonical(marked(value));
  return new SecretHash(createHmac("sha256", key).update(text).digest("hex"));
}

/** The mark of values that JSON has no form for; no program has an object with this key. */
const mark = "platform:kept";

const format = 2;

/** A graph as text for a cache. Secrets aren't in it, only their hashes. */
export function packGraph(graph: Graph, options: KeepOptions): string {
  const { project, stack, config, outputs, resources, invocations, logs } = keptGraph(graph, options);
  return JSON.stringify(marked({ format, project, stack, config, outputs, resources, invocations, logs }));
}

/** The graph of a text of `packGraph` with the same key; undefined for any other text. */
export function unpackGraph(text: string, key: KeptKey): KeptGraph | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || value.format !== format || !Array.isArray(value.resources)) return undefined;
    return new KeptGraph(unmarked(value) as ConstructorParameters<typeof Graph>[0], key);
  } catch {
    return undefined;
  }
}

function marked(value: Value): unknown {
  if (value instanceof Unknown) return { [mark]: "unknown" };
  if (value instanceof Secret) return { [mark]: "secret", value: marked(value.reveal()) };
  if (value instanceof SecretHash) return { [mark]: "hash", hash: value.hash };
  if (value instanceof KeptAsset) return { [mark]: "asset", asset: value.asset, content: value.content };
  if (Array.isArray(value)) return value.map(marked);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]));
}

function unmarked(value: unknown): Value {
  if (Array.isArray(value)) return value.map(unmarked);
  if (!isObject(value)) return value;
  switch (value[mark]) {
    case "unknown":
      return new Unknown();
    case "secret":
      return new Secret(unmarked(value.value));
    case "hash":
      return new SecretHash(String(value.hash));
    case "asset":
      return new KeptAsset(value.asset as Asset, value.content as Content);
    default:
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unmarked(inner)]));
  }
}
