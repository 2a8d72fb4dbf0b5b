/**
 * Makes platform/provider/schema/facts.json of what main.go says of Terraform's AWS provider (standard input): its names
 * as those of @pulumi/aws, its validators as rules. Prints what it could not place.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Member, Shape } from "../../platform/provider/schema/dts.ts";
import type { Fact, Facts, Relation } from "../../platform/provider/schema/facts.ts";
import { type Schema, schemaOf } from "../../platform/provider/schema/schema.ts";
import { pulumiNames, types } from "./terraform.ts";
import { type Argument, itemsOf, replaces, ruleOfArgument, type Type, unsaid } from "./validators.ts";

const here = (file: string) => new URL(file, import.meta.url);
const dump = JSON.parse(readFileSync(0, "utf8")) as Readonly<Record<string, Type>>;
const unplaced: string[] = [];

/** Arguments besides `name` that Pulumi fills in with a name. Source: `tfbridge.AutoName…` in the same file. */
const named: Readonly<Record<string, string>> = {
  aws_cloudwatch_event_target: "targetId",
  aws_lambda_permission: "statementId",
  aws_s3_bucket: "bucket",
};
/** Their `name` isn't one that Pulumi fills in: the same file. */
const unnamed = ["aws_route53_record"];
/** `DeleteBeforeReplace` in the same file. */
const deletedFirst = ["aws_ecr_lifecycle_policy", "aws_iam_role_policy_attachment"];

/** Replacements that the provider decides by code (`CustomizeDiff`), whatever the values. */
const byCode: Readonly<Record<string, Readonly<Record<string, Fact>>>> = {
  aws_lambda_function: { durableConfig: { replaces: "count" } },
  aws_secretsmanager_secret_version: { secretString: { replaces: true } },
};

/** Relations that the provider checks by code. */
const relationsByCode: Readonly<Record<string, readonly Relation[]>> = {
  aws_dynamodb_table: [
    { under: "globalSecondaryIndexes[]", exactlyOneOf: ["hashKey", "keySchemas"] },
    { under: "globalSecondaryIndexes[]", argument: "rangeKey", conflictsWith: ["keySchemas"] },
  ],
  aws_sns_topic_subscription: [{ argument: "filterPolicyScope", needs: ["filterPolicy"] }],
};

const memberNamed = (path: string, members: readonly Member[]): Member | undefined =>
  pulumiNames(path)
    .map((name) => members.find((member) => member.name === name))
    .find((member) => member);

/** Whether a shape is an array, and the members of the objects in it. */
function open(shape: Shape, schema: Schema): { array: boolean; members: readonly Member[] } {
  if (typeof shape === "string" || "enum" in shape || "map" in shape) return { array: false, members: [] };
  if ("array" in shape) return { array: true, members: open(shape.array, schema).members };
  if ("ref" in shape) return { array: false, members: schema.nested[shape.ref] ?? [] };
  const parts = shape.anyOf.map((part) => open(part, schema));
  return { array: parts.some(({ array }) => array), members: parts.flatMap(({ members }) => members) };
}

class Reader {
  readonly facts: Record<string, Fact> = {};
  readonly relations: Relation[] = [];
  /** Paths of arguments by Terraform's, without indices. */
  readonly #paths = new Map<string, string>();
  readonly #later: (() => void)[] = [];
  readonly #schema: Schema;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  read(type: string, all: Readonly<Record<string, Argument>>): void {
    this.#members(all, this.#schema.inputs, { terraform: type, pulumi: "" });
    for (const relate of this.#later) relate();
  }

  #members(
    all: Readonly<Record<string, Argument>>,
    members: readonly Member[],
    at: { terraform: string; pulumi: string },
  ): void {
    for (const [name, argument] of Object.entries(all)) {
      const terraform = `${at.terraform}.${name}`;
      if (!argument.optional && !argument.required && !argument.members) continue;
      const member = memberNamed(terraform, members);
      if (!member) {
        if (!["id", "tags_all", "timeouts", "_dbr"].includes(name)) unplaced.push(terraform);
        continue;
      }
      const pulumi = at.pulumi ? `${at.pulumi}.${member.name}` : member.name;
      this.#paths.set(terraform, pulumi);
      this.#argument(argument, member.shape, { terraform, pulumi });
    }
  }

  #argument(argument: Argument, shape: Shape, at: { terraform: string; pulumi: string }): void {
    const { array, members } = open(shape, this.#schema);
    const isBlock = argument.members !== undefined;
    const value = ruleOfArgument(argument, at.terraform);
    const fact: Fact = {
      ...(replaces(argument) && {
        replaces: isBlock ? ("count" as const) : true,
        ...(argument.computed && { computed: true as const }),
        ...(argument.default !== undefined && { default: argument.default }),
      }),
      ...(array && itemsOf(argument) && { items: itemsOf(argument) }),
      ...(array && argument.required && { required: true as const }),
      ...(!array && value !== undefined && { value }),
    };
    if (Object.keys(fact).length > 0) this.facts[at.pulumi] = fact;
    const inner = array ? `${at.pulumi}[]` : at.pulumi;
    if (array && value !== undefined) this.facts[inner] = { value };
    this.#later.push(() => this.#relate(argument, at));
    if (argument.members)
      this.#members(argument.members, members, { terraform: at.terraform, pulumi: inner });
  }

  #relate(argument: Argument, at: { terraform: string; pulumi: string }): void {
    const own = at.pulumi;
    const others = (paths: readonly string[]) =>
      paths.map((path) => this.#path(at.terraform, path)).filter((path) => path !== own);
    if (argument.conflictsWith)
      this.#add(own, others(argument.conflictsWith), (of) => ({ conflictsWith: of }));
    if (argument.requiredWith) this.#add(own, others(argument.requiredWith), (of) => ({ needs: of }));
    if (argument.exactlyOneOf) this.#choose(own, others(argument.exactlyOneOf), "exactlyOneOf");
    if (argument.atLeastOneOf) this.#choose(own, others(argument.atLeastOneOf), "atLeastOneOf");
  }

  /** The path of an argument that Terraform names from the top (`vpc_config.0.subnet_ids`) or beside another (`^.name`). */
  #path(from: string, path: string): string {
    const [type] = from.split(".");
    const full = path.startsWith("^")
      ? [...from.split(".").slice(0, -1), path.slice(2)].join(".")
      : `${type}.${path.replaceAll(/\.\d+(?=\.|$)/g, "")}`;
    const found = this.#paths.get(full);
    if (found === undefined) unplaced.push(`${from} names ${path}`);
    return found ?? "";
  }

  #add(
    own: string,
    others: readonly string[],
    make: (of: readonly string[]) => { conflictsWith: readonly string[] } | { needs: readonly string[] },
  ): void {
    const { under, paths } = below([own, ...others.filter((path) => path)]);
    const [argument, ...of] = paths;
    if (of.length > 0)
      this.relations.push({ ...(under && { under }), argument: argument!, ...make(of) } as Relation);
  }

  #choose(own: string, others: readonly string[], kind: "exactlyOneOf" | "atLeastOneOf"): void {
    const { under, paths } = below([own, ...others.filter((path) => path)].sort());
    const relation = { ...(under && { under }), [kind]: paths } as unknown as Relation;
    const text = JSON.stringify(relation);
    if (!this.relations.some((other) => JSON.stringify(other) === text)) this.relations.push(relation);
  }
}

/** What paths have in common, and the rest of each. */
function below(all: readonly string[]): { under: string; paths: string[] } {
  const split = all.map((path) => path.split("."));
  let depth = 0;
  while (split.every((steps) => steps.length > depth + 1 && steps[depth] === split[0]![depth])) depth += 1;
  return {
    under: split[0]!.slice(0, depth).join("."),
    paths: split.map((steps) => steps.slice(depth).join(".")),
  };
}

/** Two arguments that exclude each other are one relation. */
function oneWay(relations: readonly Relation[]): Relation[] {
  const seen = new Set<string>();
  return relations.flatMap((relation) => {
    if (!("conflictsWith" in relation)) return [relation];
    const fresh = relation.conflictsWith.filter((other) => {
      const pair = [relation.under, ...[relation.argument, other].sort()].join();
      if (seen.has(pair)) return false;
      seen.add(pair);
      return true;
    });
    return fresh.length > 0 ? [{ ...relation, conflictsWith: fresh }] : [];
  });
}

const sorted = <T>(record: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const made: Record<string, Facts> = {};
for (const [token, terraform] of types) {
  const schema = schemaOf(token);
  const type = dump[terraform];
  if (!schema || !type) throw new Error(`${token}: ${schema ? "Terraform" : "@pulumi/aws"} has no such type`);
  const reader = new Reader(schema);
  reader.read(terraform, type.members);
  const relations = [...oneWay(reader.relations), ...(relationsByCode[terraform] ?? [])];
  // Types of the provider's newer framework are not deleted first for their name: the bridge leaves its
  // nameRequiresDeleteBeforeReplace out there (pulumi/pulumi-terraform-bridge, pkg/pf/tfbridge/provider_diff.go).
  const own = named[terraform] ?? (schema.inputs.some(({ name }) => name === "name") ? "name" : undefined);
  made[token] = {
    ...(own && !type.framework && !unnamed.includes(terraform) && { named: own }),
    ...(deletedFirst.includes(terraform) && { deletedFirst: true as const }),
    arguments: sorted({ ...reader.facts, ...byCode[terraform] }),
    ...(relations.length > 0 && { relations }),
  };
}

const lines = Object.entries(made).map(
  ([token, facts]) => `${JSON.stringify(token)}: ${JSON.stringify(facts)}`,
);
writeFileSync(
  here("../../platform/provider/schema/facts.json"),
  `{"source": "https://github.com/hashicorp/terraform-provider-aws/tree/5f2286d6d836", "types": {\n${lines.join(",\n")}\n}}\n`,
);
console.log(`No place for:\n${unplaced.join("\n")}\nNo rule for:\n${[...unsaid].join("\n")}`);
