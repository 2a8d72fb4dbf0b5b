import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bodyOf, type Member, membersOf } from "./dts.ts";

const root = dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));
const read = new Map<string, readonly Member[] | undefined>();

/** Members of a provider function's result, by the types of the installed @pulumi/aws; undefined for one that it doesn't have. */
export function resultOf(token: string): readonly Member[] | undefined {
  if (!read.has(token)) read.set(token, membersOfResult(token));
  return read.get(token);
}

function membersOfResult(token: string): readonly Member[] | undefined {
  const [, module = "", name = ""] = /^aws:([\w-]+)\/(\w+):\2$/.exec(token) ?? [];
  if (name === "") return undefined;
  try {
    const text = readFileSync(join(root, module === "index" ? "" : module, `${name}.d.ts`), "utf8");
    const body = bodyOf(text, "interface", `${name[0]!.toUpperCase()}${name.slice(1)}Result`);
    return body === undefined
      ? undefined
      : membersOf(body.replaceAll(/\boutputs\.[\w.]+/g, "any"), () => undefined);
  } catch {
    return undefined;
  }
}
