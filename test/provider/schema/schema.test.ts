import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { schemaOf, taggable } from "../../../platform/provider/index.ts";

const root = dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));

/** Inputs, required inputs and outputs as the package's constructors have them. */
function constructors(folder: string) {
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith(".js"));
  return files.flatMap((file) => {
    const text = readFileSync(join(root, folder, file), "utf8");
    const token = /static __pulumiType = '([^']+)'/.exec(text)?.[1];
    if (!token) return [];
    const body = text.slice(text.indexOf("const args = argsOrState"));
    const names = (pattern: RegExp) => [...new Set([...body.matchAll(pattern)].map((m) => m[1]!))].sort();
    const inputs = names(/resourceInputs\["(\w+)"\] = .*args\?\./g);
    const computed = names(/resourceInputs\["(\w+)"\] = undefined/g).filter((name) => !inputs.includes(name));
    return [{ token, inputs, required: names(/Missing required property '(\w+)'/g), computed }];
  });
}

test.each([
  "apigatewayv2",
  "cloudwatch",
  "dynamodb",
  "glue",
  "iam",
  "kendra",
  "lambda",
  "s3",
  "scheduler",
  "sfn",
  "sns",
  "sqs",
])("schemas of %s have the inputs and outputs that the package's constructors have", (folder) => {
  const all = constructors(folder);
  expect(all.length).toBeGreaterThan(0);
  for (const { token, ...expected } of all) {
    const schema = schemaOf(token);
    const names = (members: readonly { name: string }[] = []) => members.map((m) => m.name).sort();
    const read = {
      inputs: names(schema?.inputs),
      required: names(schema?.inputs.filter((m) => m.required)),
      computed: names(schema?.computed),
    };
    expect(read, token).toEqual(expected);
  }
});

test("shapes follow nested objects, arrays, maps, archives and references to resources", () => {
  const shape = (token: string, input: string) =>
    schemaOf(token)?.inputs.find((m) => m.name === input)?.shape;
  const fn = "aws:lambda/function:Function";
  expect(shape(fn, "architectures")).toEqual({ array: "string" });
  expect(shape(fn, "tags")).toEqual({ map: "string" });
  expect(shape(fn, "code")).toBe("asset");
  expect(shape(fn, "runtime")).toBe("string");
  expect(shape("aws:iam/rolePolicy:RolePolicy", "role")).toBe("string");
  expect(shape("aws:sqs/queuePolicy:QueuePolicy", "policy")).toMatchObject({
    anyOf: ["string", { ref: "sqs.PolicyDocument" }],
  });
  const nested = schemaOf("aws:dynamodb/table:Table")?.nested["dynamodb.TableAttribute"];
  expect(nested).toEqual([
    { name: "name", required: true, shape: "string" },
    { name: "type", required: true, shape: "string" },
  ]);
});

test("types that take tags are told from those that don't", () => {
  expect(taggable("aws:sqs/queue:Queue")).toBe(true);
  expect(taggable("aws:sqs/queuePolicy:QueuePolicy")).toBe(false);
  expect(taggable("random:index/randomPet:RandomPet")).toBe(false);
});
