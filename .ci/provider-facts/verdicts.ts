/**
 * Asks Terraform's AWS provider for its verdict on every configuration of test/provider/schema/verdicts.json and writes it
 * there: `node verdicts.ts <program built by make> <its facts>`. Prints the verdicts that changed.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { factsOf } from "../../platform/provider/schema/facts.ts";
import { configurationOf, types } from "./terraform.ts";
import type { Type } from "./validators.ts";

type Inputs = Readonly<Record<string, unknown>>;

interface Verdicts {
  readonly inputs: Inputs;
  readonly values: readonly (readonly [path: string, value: unknown, taken: boolean])[];
  readonly changes: readonly (readonly [change: Inputs, taken: boolean])[];
}

const [program = "", dump = ""] = process.argv.slice(2);
const file = new URL("../../test/provider/schema/verdicts.json", import.meta.url);
const verdicts = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, Verdicts>>;
const described = JSON.parse(readFileSync(dump, "utf8")) as Readonly<Record<string, Type>>;

/** Inputs with one value at a path such as `rules[].id`, in the first object of an array. */
function withValue(inputs: Inputs, [step = "", ...rest]: readonly string[], value: unknown): Inputs {
  const name = step.replace("[]", "");
  const inner = inputs[name];
  const first = (Array.isArray(inner) ? inner[0] : inner) ?? {};
  const changed = rest.length === 0 ? value : withValue(first as Inputs, rest, value);
  const others = Array.isArray(inner) && rest.length > 0 ? inner.slice(1) : [];
  return { ...inputs, [name]: step.endsWith("[]") ? [changed, ...others] : changed };
}

/** Pulumi fills in a name before the provider is asked. */
function named(type: string, inputs: Inputs): Inputs {
  const own = factsOf(type)?.named;
  if (own === undefined || own in inputs || Object.keys(inputs).some((name) => name.endsWith("Prefix")))
    return inputs;
  const fifo = inputs.fifoQueue === true || inputs.fifoTopic === true;
  return { ...inputs, [own]: type.startsWith("aws:iot/") ? "made_up" : `made-up${fifo ? ".fifo" : ""}` };
}

const configurations = Object.entries(verdicts).flatMap(([type, { inputs, values, changes }]) => {
  const terraform = types.get(type)!;
  const all = [
    ...values.map(([path, value]) => withValue(inputs, path.split("."), value)),
    ...changes.map(([change]) =>
      Object.fromEntries(Object.entries({ ...inputs, ...change }).filter(([, value]) => value !== null)),
    ),
  ];
  const { members } = described[terraform]!;
  return all.map((one) => ({
    Type: terraform,
    Config: configurationOf(members, named(type, one), terraform),
  }));
});
const answers = JSON.parse(
  execFileSync(program, ["judge"], {
    input: JSON.stringify(configurations),
    maxBuffer: 2 ** 28,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
  }),
) as (string[] | null)[];

function verdict(was: boolean, what: string): boolean {
  const errors = answers.shift();
  if (!errors) throw new Error(`the provider can't be asked for ${what}`);
  const taken = errors.length === 0;
  if (taken !== was) console.log(`${what}: ${taken ? "taken" : errors.join("; ")}`);
  return taken;
}

const lines = (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).join(",\n");
const texts = Object.entries(verdicts).map(([type, { inputs, values, changes }]) => {
  const asked = values.map(([path, value, was]) => [
    path,
    value,
    verdict(was, `${type} ${path} ${JSON.stringify(value)}`),
  ]);
  const changed = changes.map(([change, was]) => [change, verdict(was, `${type} ${JSON.stringify(change)}`)]);
  const parts = [
    `"inputs": ${JSON.stringify(inputs)}`,
    `"values": [\n${lines(asked)}\n]`,
    `"changes": [\n${lines(changed)}\n]`,
  ];
  return `${JSON.stringify(type)}: {${parts.join(",\n")}}`;
});
writeFileSync(file, `{\n${texts.join(",\n")}\n}\n`);
