import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bodyOf, type Member, membersOf, type Shape } from "./dts.ts";

/** The installed @pulumi/aws's description of a resource type. */
export interface Schema {
  readonly token: string;
  readonly inputs: readonly Member[];
  /** Objects inside the inputs, by the name that a shape's `ref` gives. */
  readonly nested: Readonly<Record<string, readonly Member[]>>;
  /** Outputs that are not inputs. */
  readonly computed: readonly Member[];
}

const require = createRequire(import.meta.url);
const manifest = require.resolve("@pulumi/aws/package.json");
const root = dirname(manifest);
const loaded = new Map<string, Schema | undefined>();

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** Raised with every change to a cached file's contents. */
const format = 2;
const cacheDir = once(() => {
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  // Beside the package, so that a fresh install starts with an empty cache.
  return join(root, "../../.cache/lambda-platform/aws-schema", `${version}-${format}`);
});
const inputTypes = once(() => readFileSync(join(root, "types/input.d.ts"), "utf8"));
const namespaces = once(() => {
  const found = [...inputTypes().matchAll(/^export declare namespace (\w+) \{$/gm)];
  return new Map(found.map((match, i) => [match[1]!, inputTypes().slice(match.index, found[i + 1]?.index)]));
});

/**
 * The schema of a type token such as `aws:sqs/queue:Queue`; undefined for types that @pulumi/aws doesn't have.
 * Read from the package's declarations the first time and from `node_modules/.cache` from then on.
 */
export function schemaOf(token: string): Schema | undefined {
  if (!loaded.has(token)) loaded.set(token, cached(token));
  return loaded.get(token);
}

function cached(token: string): Schema | undefined {
  const match = /^aws:([\w-]+)\/(\w+):(\w+)$/.exec(token);
  if (!match) return undefined;
  const [, module = "", file = "", name = ""] = match;
  const path = join(cacheDir(), `${module}-${file}-${name}.json`);
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Schema;
  } catch {
    const schema = readSchema(token, module, file, name);
    if (schema) store(path, JSON.stringify(schema));
    return schema;
  }
}

function store(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Several processes may write the same file: renaming is atomic.
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch {
    // A read-only installation works too, only slower.
  }
}

/** The declarations of a resource; a few files differ from the token in case (`s3Location`) or end in `_`. */
function declarations(dir: string, file: string): string {
  const wanted = [`${file}.d.ts`, `${file}_.d.ts`].map((name) => name.toLowerCase());
  try {
    const found = readdirSync(dir).filter((name) => wanted.includes(name.toLowerCase()));
    return found.map((name) => readFileSync(join(dir, name), "utf8")).join("\n");
  } catch {
    return "";
  }
}

function readSchema(token: string, module: string, file: string, name: string): Schema | undefined {
  const text = declarations(module === "index" ? root : join(root, module), file);
  const args = bodyOf(text, "interface", `${name}Args`);
  const own = bodyOf(text, "class", name);
  if (args === undefined || own === undefined) return undefined;
  const inputs = membersOf(args, enumValues);
  const nested: Record<string, readonly Member[]> = {};
  for (const { shape } of inputs) addNested(shape, nested);
  const names = new Set(inputs.map((input) => input.name));
  const outputs = [...own.matchAll(/^ {4}readonly \w+: pulumi\.Output<[\s\S]*?>;$/gm)]
    .map((m) => m[0])
    .join("\n");
  const computed = membersOf(outputs.replaceAll(/\boutputs\.[\w.]+/g, "any"), enumValues).filter(
    (m) => !names.has(m.name),
  );
  return { token, inputs, nested, computed };
}

/** Collects the objects that a shape reaches; some contain themselves. */
function addNested(shape: Shape, into: Record<string, readonly Member[]>): void {
  if (typeof shape === "string" || "enum" in shape) return;
  if ("array" in shape) addNested(shape.array, into);
  else if ("map" in shape) addNested(shape.map, into);
  else if ("anyOf" in shape) for (const inner of shape.anyOf) addNested(inner, into);
  else addObject(shape.ref, into);
}

function addObject(ref: string, into: Record<string, readonly Member[]>): void {
  if (ref in into) return;
  const dot = ref.indexOf(".");
  const body =
    dot < 0
      ? bodyOf(inputTypes(), "interface", ref)
      : bodyOf(namespaces().get(ref.slice(0, dot)) ?? "", "interface", ref.slice(dot + 1), "    ");
  // Types that can't be found are not checked.
  if (body === undefined) return;
  const members = membersOf(body, enumValues);
  into[ref] = members;
  for (const member of members) addNested(member.shape, into);
}

const enumFiles = new Map<string, string>();

/** Values of `lambda.Runtime`, from `types/enums/lambda`. */
function enumValues(name: string): (string | number)[] | undefined {
  const parts = name.split(".");
  const file = join(root, "types/enums", ...parts.slice(0, -1), "index.d.ts");
  let text = enumFiles.get(file);
  try {
    text ??= readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  enumFiles.set(file, text);
  const body = new RegExp(`export declare const ${parts.at(-1)}: \\{\\n([\\s\\S]*?)\\n\\};`).exec(text)?.[1];
  if (body === undefined) return undefined;
  return [...body.matchAll(/^ {4}readonly \w+: ("[^"]*"|-?\d+);$/gm)].map(
    (m) => JSON.parse(m[1]!) as string | number,
  );
}

/** Whether a type takes `tags`. */
export function taggable(token: string): boolean {
  return schemaOf(token)?.inputs.some((input) => input.name === "tags") ?? false;
}
