import { expect, test } from "vitest";
import { AssetValue, Secret, Unknown } from "../../../platform/engine/index.ts";
import { awsProvider } from "../../../platform/provider/index.ts";

const { check } = awsProvider();
const role = "arn:aws:iam::123456789012:role/worker";
const code = new AssetValue({ kind: "file-archive", path: "a.zip" });
const fn = (inputs: Record<string, unknown>) =>
  check("aws:lambda/function:Function", {
    role,
    code,
    handler: "a.handler",
    runtime: "nodejs24.x",
    ...inputs,
  });

test("valid inputs have no problems", () => {
  const environment = { variables: { A: "b", LEVEL: 3 } };
  const layers = ["arn:aws:lambda:eu-west-1:123456789012:layer:shared:1"];
  expect(fn({ environment, timeout: 10, publish: true, layers, tags: { a: "b" } })).toEqual([]);
});

test("a property that doesn't exist is refused with the nearest one that does", () => {
  const [problem] = fn({ timeOut: 10 });
  expect(problem).toEqual({
    property: "timeOut",
    reason: expect.stringMatching(
      /^there is no such property; did you mean timeout\? \(there are: architectures, /,
    ),
  });
});

test("a required property that is missing is named, at any depth", () => {
  expect(fn({ role: undefined })).toEqual([
    { property: "role", reason: "is required but was not given; give it a string" },
  ]);
  const attributes = [{ name: "id", type: "S" }, { name: "other" }];
  const keys = { hashKey: "id", rangeKey: "other" };
  expect(check("aws:dynamodb/table:Table", { ...keys, attributes }).map((p) => p.property)).toEqual([
    "attributes[1].type",
  ]);
});

test("a value of the wrong type is refused with what was given and what is allowed", () => {
  const problems = fn({
    timeout: "10",
    publish: "yes",
    layers: "a",
    environment: [],
    code: "a.zip",
    tags: { a: {} },
    handler: {},
  });
  expect(Object.fromEntries(problems.map((p) => [p.property, p.reason]))).toEqual({
    timeout: 'has to be a number; "10" given',
    publish: 'has to be true or false; "yes" given',
    layers: 'has to be an array; "a" given',
    environment: "has to be an object; an array given",
    code: 'has to be a file or archive; "a.zip" given',
    "tags.a": "has to be a string; an object given",
    handler: "has to be a string; an object given",
  });
});

test("a value outside of a closed set is refused with the set", () => {
  const policy = (Effect: string, Principal: unknown) => ({
    queueUrl: "https://q",
    policy: { Version: "2012-10-17", Statement: [{ Effect, Action: ["sqs:*"], Principal, Resource: "*" }] },
  });
  const type = "aws:sqs/queuePolicy:QueuePolicy";
  expect(check(type, policy("Allow", { Service: "sns.amazonaws.com", AWS: ["1", "2"] }))).toEqual([]);
  expect(check(type, policy("Permit", "*"))).toEqual([
    { property: "policy.Statement[0].Effect", reason: 'has to be one of "Allow", "Deny"; "Permit" given' },
  ]);
  expect(check(type, { ...policy("Allow", "*"), policy: 3 })).toEqual([]);
  expect(check(type, { ...policy("Allow", "*"), policy: [] })).toEqual([
    { property: "policy", reason: "has to be a string or an object; an array given" },
  ]);
});

test("unknown and secret values pass, and a wrong secret is refused without being shown", () => {
  expect(
    fn({ timeout: new Unknown(), handler: new Secret("h"), memorySize: new Secret(new Unknown()) }),
  ).toEqual([]);
  const [problem, other] = fn({
    timeout: new Secret("s3cr3t"),
    environment: new Secret({ variables: { A: ["s3cr3t"] } }),
  });
  expect([problem, other].map((p) => p?.property).sort()).toEqual(["environment.variables.A", "timeout"]);
  expect(JSON.stringify([problem, other])).not.toContain("s3cr3t");
});

test("all problems of a resource are reported together", () => {
  expect(check("aws:sqs/queue:Queue", { nme: "a", delaySeconds: "1", tag: {} })).toHaveLength(3);
});

test("resources of other packages are not checked", () => {
  expect(check("random:index/randomPet:RandomPet", { anything: 1 })).toEqual([]);
});
