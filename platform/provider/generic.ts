import { dnsSuffix } from "./place.ts";
import { arn, type Computed, type Context, created } from "./resources/context.ts";
import type { Member } from "./schema/dts.ts";
import type { Schema } from "./schema/schema.ts";
import { digest, letters } from "./stable-ids.ts";

/** Services whose ARNs and whose part of a type token differ. */
const services: Readonly<Record<string, string>> = {
  alb: "elasticloadbalancing",
  apigatewayv2: "apigateway",
  cloudwatch: "cloudwatch",
  lb: "elasticloadbalancing",
  msk: "kafka",
  opensearch: "es",
  sfn: "states",
};

const kebab = (text: string) => text.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** Ids and outputs of a type without forms of its own: the general forms of AWS. */
export function generic(schema: Schema | undefined, c: Context): Computed {
  const [, module = "", kind = ""] = /^aws:([\w-]+)\/(\w+):/.exec(c.type) ?? [];
  const own = arn(services[module] ?? module, c, `${kebab(kind)}/${c.name}`);
  const outputs: Record<string, unknown> = {};
  for (const member of schema?.computed ?? []) outputs[member.name] = plausible(member, own, c);
  return { id: c.name, ...outputs };
}

/** A value in AWS's general form for an output; `own` is the ARN of what it belongs to. */
export function plausible(
  { name, shape }: Member,
  own: string,
  c: Pick<Context, "name" | "seed" | "account" | "region">,
): unknown {
  if (shape === "boolean") return false;
  if (shape === "number") return 0;
  if (typeof shape === "object" && "array" in shape) return [];
  if (typeof shape === "object" && "map" in shape) return {};
  if (shape !== "string") return undefined;
  if (name === "arn") return own;
  if (name === "region") return c.region;
  if (/Arn$/.test(name)) return `${own}/${kebab(name.slice(0, -3))}`;
  if (/^(owner|ownerId|accountId|registryId)$/.test(name)) return c.account;
  if (/(Url|Uri|Endpoint)$|^(url|uri|endpoint)$/.test(name))
    return `https://${letters(c.seed, 10)}.${c.region}.${dnsSuffix(c)}`;
  if (/(Date|Time|At|Modified)$|^created/.test(name)) return created;
  if (/(Id|Identifier)$|^uuid$/.test(name)) return digest(`${c.seed} ${name}`).slice(0, 17);
  return `${c.name}-${kebab(name)}`;
}
