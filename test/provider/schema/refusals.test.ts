import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AssetValue, type Properties, Secret, Unknown } from "../../../platform/engine/index.ts";
import { awsProvider, schemaOf } from "../../../platform/provider/index.ts";
import type { Member, Shape } from "../../../platform/provider/schema/dts.ts";
import { type Facts, factsOf } from "../../../platform/provider/schema/facts.ts";
import { refusals } from "../../../platform/provider/schema/refusals.ts";
import { platformDir as root } from "../../../platform/values/places.ts";

/**
 * Inputs, and what hashicorp/terraform-provider-aws itself said of each change of them: true, it takes them. Its
 * ValidateResourceTypeConfig and PlanResourceChange were asked, as Terraform and Pulumi ask (`.ci/provider-facts`).
 */
interface Verdicts {
  readonly inputs: Properties;
  /** A path of one value, with the value. */
  readonly values: readonly (readonly [string, unknown, boolean])[];
  /** Arguments that replace others or, with `null`, leave one out. */
  readonly changes: readonly (readonly [Properties, boolean])[];
}

const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8"));
const verdicts = Object.entries(read("verdicts.json") as Readonly<Record<string, Verdicts>>);

/** Inputs with one value at a path such as `rules[].id`, in the first object of an array. */
function withValue(inputs: Properties, [step = "", ...rest]: readonly string[], value: unknown): Properties {
  const name = step.replace("[]", "");
  const inner = inputs[name];
  const first = Array.isArray(inner) ? inner[0] : inner;
  const changed = rest.length === 0 ? value : withValue((first ?? {}) as Properties, rest, value);
  const others = Array.isArray(inner) && rest.length > 0 ? inner.slice(1) : [];
  return { ...inputs, [name]: step.endsWith("[]") ? [changed, ...others] : changed };
}

const withoutIndices = (path: string) => path.replaceAll(/\[\d+\]/g, "[]");

test.each(verdicts)(
  "of %s, inputs are refused that Terraform's provider refuses, and no others",
  (type, one) => {
    const { inputs, values, changes } = one;
    for (const [path, value, taken] of values) {
      const refused = refusals(type, withValue(inputs, path.split("."), value)).map(
        ({ property }) => property,
      );
      if (taken) expect(refused, `${path} ${value}`).toEqual([]);
      else expect(refused.map(withoutIndices), `${path} ${value}`).toContain(path);
    }
    for (const [change, taken] of changes) {
      const given = Object.fromEntries(
        Object.entries({ ...inputs, ...change }).filter(([, value]) => value !== null),
      );
      expect(refusals(type, given).length === 0, JSON.stringify(change)).toBe(taken);
    }
  },
);

/** Types of AWS that components, services and templates make. */
function made(): string[] {
  const files = globSync("{platform,services,templates}/**/*.{ts,hbs}", {
    cwd: root,
    exclude: (path) => path.includes("node_modules"),
  });
  const texts = files.map((file) => readFileSync(join(root, file), "utf8"));
  const classes = texts.flatMap((text) => [...text.matchAll(/\baws\.([a-z]\w*)\.([A-Z]\w*)\(/g)]);
  const tokens = classes.map(
    ([, module, name = ""]) => `aws:${module}/${name[0]?.toLowerCase()}${name.slice(1)}:${name}`,
  );
  // Made by the plugin of awsx.
  const others = texts.flatMap((text) =>
    [...text.matchAll(/make\("(aws:[^"]+)"/g)].map(([, token]) => token!),
  );
  return [...new Set([...tokens, ...others])];
}

test("every type that components, services and templates make is in the table", () => {
  const types = made();
  expect(types).toEqual(
    expect.arrayContaining(["aws:lambda/function:Function", "aws:ecr/lifecyclePolicy:LifecyclePolicy"]),
  );
  expect(types.filter((type) => factsOf(type) === undefined)).toEqual([]);
});

/** Paths of every argument of a type, as the table writes them. */
function* paths(type: string, members: readonly Member[], at = "", depth = 0): Iterable<string> {
  // Policy documents and conditions contain themselves.
  if (depth > 8) return;
  for (const { name, shape } of members) yield* pathsOf(type, shape, at ? `${at}.${name}` : name, depth);
}

function* pathsOf(type: string, shape: Shape, at: string, depth: number): Iterable<string> {
  yield at;
  if (typeof shape === "string" || "enum" in shape || "map" in shape) return;
  if ("array" in shape) yield* pathsOf(type, shape.array, `${at}[]`, depth);
  else if ("anyOf" in shape) for (const part of shape.anyOf) yield* pathsOf(type, part, at, depth);
  else yield* paths(type, schemaOf(type)?.nested[shape.ref] ?? [], at, depth + 1);
}

/** Paths that relations name, from the top. */
const related = ({ relations = [] }: Facts) =>
  relations.flatMap(({ under, ...relation }) =>
    Object.values(relation)
      .flat()
      .map((path) => (under ? `${under}.${path}` : path)),
  );

test("the table names arguments that @pulumi/aws has", () => {
  for (const type of Object.keys(read("../../../platform/provider/schema/facts.json").types)) {
    const known = new Set(paths(type, schemaOf(type)?.inputs ?? []));
    const facts = factsOf(type)!;
    const named = facts.named === undefined ? [] : [facts.named];
    const unknown = [...Object.keys(facts.arguments), ...related(facts), ...named].filter(
      (path) => !known.has(path),
    );
    expect(unknown, type).toEqual([]);
  }
});

const { check } = awsProvider();
const queue = (inputs: Properties) => check("aws:sqs/queue:Queue", inputs);

test("a refusal says where, what was given and what is allowed, all of them together", () => {
  const mapping = {
    functionName: "worker",
    eventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:orders",
    functionResponseTypes: ["ReportBatchItemFailures", "ReportAll"],
    scalingConfig: { maximumConcurrency: 1 },
  };
  expect(check("aws:lambda/eventSourceMapping:EventSourceMapping", mapping)).toEqual([
    {
      property: "functionResponseTypes[1]",
      reason: 'has to be one of "ReportBatchItemFailures"; "ReportAll" given',
    },
    { property: "scalingConfig.maximumConcurrency", reason: "has to be at least 2; 1 given" },
  ]);
  expect(queue({ name: "a", namePrefix: "b", delaySeconds: 901, contentBasedDeduplication: true })).toEqual([
    { property: "delaySeconds", reason: "has to be from 0 to 900; 901 given" },
    { property: "name", reason: "excludes namePrefix, which is given too; leave one out" },
    { property: "contentBasedDeduplication", reason: "can only be given together with fifoQueue: true" },
  ]);
});

test("a key that no index has, and an index without its key, are refused", () => {
  const table = { hashKey: "id", attributes: [{ name: "id", type: "S" }], billingMode: "PAY_PER_REQUEST" };
  const attributes = [...table.attributes, { name: "day", type: "S" }];
  expect(check("aws:dynamodb/table:Table", { ...table, attributes }).map(({ reason }) => reason)).toEqual([
    'may name keys of the table and of its indexes only; "day" is none',
  ]);
  const byDay = { name: "by-day", hashKey: "day", projectionType: "ALL" };
  const indexed = { ...table, globalSecondaryIndexes: [byDay] };
  expect(check("aws:dynamodb/table:Table", indexed).map(({ reason }) => reason)).toEqual([
    'has to have every key of the table and of its indexes; "day" is missing',
  ]);
  expect(check("aws:dynamodb/table:Table", { ...indexed, attributes })).toEqual([]);
});

test("values that only a deployment knows are let through, alone and beside others", () => {
  const unknown = new Unknown();
  expect(queue({ name: unknown, fifoQueue: unknown, contentBasedDeduplication: true })).toEqual([]);
  expect(queue({ name: unknown, namePrefix: "a", delaySeconds: unknown, redrivePolicy: unknown })).toEqual(
    [],
  );
  const code = new AssetValue({ kind: "file-archive", path: "a.zip" });
  const fn = { role: unknown, code, handler: unknown, runtime: unknown, layers: [unknown], name: unknown };
  expect(check("aws:lambda/function:Function", fn)).toEqual([]);
  // Either may turn out to be the code.
  expect(check("aws:lambda/function:Function", { ...fn, code: unknown })).toEqual([]);
  expect(
    check("aws:dynamodb/table:Table", { hashKey: unknown, attributes: [{ name: unknown, type: "S" }] }),
  ).toEqual([]);
});

test("a secret that is refused is not shown", () => {
  const problems = queue({ redrivePolicy: new Secret("{s3cr3t"), name: new Secret("s3cr3t queue") });
  expect(problems).toEqual([
    { property: "redrivePolicy", reason: "has to be JSON; a secret given" },
    { property: "name", reason: "has to match /^[0-9A-Za-z_-]{1,80}$/; a secret given" },
  ]);
});
