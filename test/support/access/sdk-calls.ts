import { existsSync, readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { AssetValue, type Resource } from "../../../platform/engine/index.ts";

/** An operation of AWS's SDK, by the name of its client: `DynamoDBClient` and `GetItem`. */
export interface SdkCall {
  readonly client: string;
  readonly operation: string;
}

/** By path: functions share archives. */
const archives = new Map<string, readonly SdkCall[]>();

/**
 * The operations whose commands the bundle of a function makes somewhere, those of packages and of the platform's wrappers
 * included. Undefined for code that isn't JavaScript.
 */
export function sdkCallsOf(fn: Resource): readonly SdkCall[] | undefined {
  const { code } = fn.inputs;
  const asset = code instanceof AssetValue ? code.asset : undefined;
  if (asset?.kind !== "file-archive" || !String(fn.inputs.runtime).startsWith("nodejs")) return undefined;
  if (!existsSync(asset.path)) throw new Error(`${fn.name}: its archive ${asset.path} isn't there any more.`);
  const found = archives.get(asset.path) ?? callsIn(modulesOf(readFileSync(asset.path)));
  archives.set(asset.path, found);
  return found;
}

/** What a file of a bundle says of commands; names are those of the file. */
interface Module {
  /** Client by the function that makes its commands. */
  readonly builders: ReadonlyMap<string, string>;
  /** The builder and the operation of a command. */
  readonly commands: ReadonlyMap<string, readonly [builder: string, operation: string]>;
  /** The command that another one, or a paginator, makes when it is made or called. */
  readonly wrappers: ReadonlyMap<string, string>;
  /** Names of commands that are made, and of paginators that are called. */
  readonly used: ReadonlySet<string>;
  /** Name in another file by the name here. */
  readonly imported: ReadonlyMap<string, readonly [file: string, name: string]>;
  /** Name here by the name for others. */
  readonly exported: ReadonlyMap<string, string>;
}

/** A chunk has the hash of its content in its name: each is read once. */
const chunks = new Map<string, Module>();

function modulesOf(archive: Uint8Array): ReadonlyMap<string, Module> {
  const modules = new Map<string, Module>();
  const isNew = ({ name }: { readonly name: string }) => {
    const chunk = chunks.get(name);
    if (chunk) modules.set(name, chunk);
    return chunk === undefined && name.endsWith(".mjs");
  };
  for (const [name, bytes] of Object.entries(unzipSync(archive, { filter: isNew }))) {
    const module = moduleOf(strFromU8(bytes));
    modules.set(name, module);
    if (name.startsWith("chunk-")) chunks.set(name, module);
  }
  return modules;
}

function callsIn(modules: ReadonlyMap<string, Module>): SdkCall[] {
  /** Where a name that a file uses is made. */
  const origin = (file: string, name: string): readonly [Module | undefined, string, string] => {
    const module = modules.get(file);
    const [from, theirs] = module?.imported.get(name) ?? [];
    if (from === undefined || theirs === undefined) return [module, file, name];
    return origin(from, modules.get(from)?.exported.get(theirs) ?? theirs);
  };
  const callOf = (file: string, name: string): SdkCall | undefined => {
    const [module, from, own] = origin(file, name);
    const inner = module?.wrappers.get(own);
    if (inner !== undefined) return callOf(from, inner);
    const [by, operation] = module?.commands.get(own) ?? [];
    if (by === undefined || operation === undefined) return undefined;
    const [maker, , builder] = origin(from, by);
    const client = maker?.builders.get(builder);
    return client === undefined ? undefined : { client, operation };
  };
  const calls = [...modules].flatMap(([file, { used }]) =>
    [...used].flatMap((name) => callOf(file, name) ?? []),
  );
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

const id = String.raw`[\w$]+`;
const shapes = {
  /** `Te=oi(Ud,"DynamoDB_20120810","DynamoDBClient",Ii)` */
  builder: new RegExp(String.raw`(${id})=${id}\(${id},"\w+","(\w+Client)",${id}\)`, "g"),
  /** `Ds=class extends Te(ot,Ae,"GetItem",pl)` */
  command: new RegExp(String.raw`(${id})=class(?: ${id})? extends (${id})\(${id},${id},"(\w+)",${id}\)`, "g"),
  /** A command of the document client makes one of the plain client in its constructor. */
  document: new RegExp(String.raw`clientCommand=new (${id})\(`, "g"),
  /** `Qt=Rn(Nt,Zt,"ExclusiveStartKey","LastEvaluatedKey","Limit")` */
  paginator: new RegExp(String.raw`(${id})=${id}\(${id},(${id}),"\w+","\w+","\w*"\)`, "g"),
  /** Not the document client's own. */
  made: new RegExp(String.raw`(?<!clientCommand=)\bnew (${id})\(`, "g"),
  /** `Qt({client:e},` */
  paginated: new RegExp(String.raw`(?<![\w$.])(${id})\(\{client[:,}]`, "g"),
} as const;

function moduleOf(text: string): Module {
  const builders = [...text.matchAll(shapes.builder)].map(([, name, client]) => [name!, client!] as const);
  const commands = [...text.matchAll(shapes.command)].map(
    ([, name, builder, operation]) => [name!, [builder!, operation!]] as const,
  );
  const documents = [...text.matchAll(shapes.document)].map(
    ({ index, 1: command }) => [classBefore(text, index), command!] as const,
  );
  const paginators = [...text.matchAll(shapes.paginator)].map(
    ([, name, command]) => [name!, command!] as const,
  );
  const exports = [...text.matchAll(/export\{([^}]*)\}/g)].flatMap(([, list]) => pairsOf(list!));
  const imports = [...text.matchAll(/import\{([^}]*)\}from"\.\/([^"]+)"/g)].flatMap(([, list, file]) =>
    pairsOf(list!).map(([theirs, own]) => [own, [file!, theirs]] as const),
  );
  return {
    builders: new Map(builders),
    commands: new Map(commands),
    wrappers: new Map([...documents, ...paginators]),
    used: new Set(
      [...text.matchAll(shapes.made), ...text.matchAll(shapes.paginated)].map(([, name]) => name!),
    ),
    imported: new Map(imports),
    exported: new Map(exports.map(([own, theirs]) => [theirs, own])),
  };
}

/** The name of the class that a place in a text is in. */
function classBefore(text: string, index: number): string {
  const start = text.lastIndexOf("=class", index);
  return /[\w$]+$/.exec(text.slice(Math.max(0, start - 60), start))?.[0] ?? "";
}

/** `a as b,c` to `a` and `b`, `c` and `c`. */
function pairsOf(list: string): (readonly [string, string])[] {
  return list
    .split(",")
    .filter((one) => one !== "")
    .map((one) => {
      const [first = "", second = first] = one.split(" as ");
      return [first, second];
    });
}
