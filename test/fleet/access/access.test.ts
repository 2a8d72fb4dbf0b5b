import * as aws from "@pulumi/aws";
import { beforeAll, describe, expect, test } from "vitest";
import type { Context, Principal } from "../../../platform/access/index.ts";
import type { Graph } from "../../../platform/engine/index.ts";
import { Access } from "../../../platform/fleet/access/access.ts";
import { graphOfProgram } from "../../support/index.ts";
import { account, arnOf, letIn, programs, roleArn } from "./support.ts";

const fn = arnOf("lambda", "function:fn");
const role: Principal = { role: roleArn("role") };
const s3: Principal = { service: "s3.amazonaws.com" };
const sns: Principal = { service: "sns.amazonaws.com" };

let access: Access;
let graphs: readonly Graph[];
let arns: Readonly<Record<string, string>>;
beforeAll(async () => {
  graphs = await Promise.all(programs.map((program) => graphOfProgram(program)));
  access = new Access(graphs);
  const all = graphs.flatMap((graph) => graph.resources);
  arns = Object.fromEntries(all.map(({ type, name, outputs }) => [`${type} ${name}`, String(outputs.arn)]));
});

const decide = (principal: Principal, action: string, resource: string, context: Context = {}) =>
  access.decide({ principal, action, resource, context });
const allowed = (...request: Parameters<typeof decide>) => decide(...request).allowed;

// AWS: "Policies and permissions in AWS Identity and Access Management": inline and managed policies.
describe("a role may do", () => {
  test.each([
    ["role", ["a:Inline", "a:Managed", "a:Own"]],
    ["listed", ["a:Managed"]],
    ["together", ["a:Managed"]],
  ])("what its policies allow, however they are given (%s)", (name, actions) => {
    const asked = ["a:Inline", "a:Managed", "a:Other", "a:Own"];
    const may = asked.filter((action) => allowed({ role: roleArn(name) }, action, "arn:aws:a:::b"));
    expect(may).toEqual(actions);
  });

  test("no more than its permissions boundary", () => {
    expect(decide({ role: roleArn("limited") }, "a:Managed", "arn:aws:a:::b").reason).toBe(
      "the permissions boundary does not allow",
    );
  });
});

test("a role that no program makes, and a policy of AWS's own, are refused by name", () => {
  expect(() => decide({ role: roleArn("roles") }, "a:Own", "*")).toThrow(
    `None of the programs makes the role ${roleArn("roles")}. The nearest is ${roleArn("role")}.`,
  );
  expect(() => decide({ role: roleArn("basic") }, "a:Own", "*")).toThrow(
    `The role ${roleArn("basic")} has the policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole, ` +
      "which is AWS's own, and its document isn't known here: give the role the statements that it needs.",
  );
});

test("a role is assumed by whom its trust policy names", () => {
  expect(allowed({ service: "lambda.amazonaws.com" }, "sts:AssumeRole", roleArn("role"))).toBe(true);
  expect(allowed({ service: "states.amazonaws.com" }, "sts:AssumeRole", roleArn("role"))).toBe(false);
});

// AWS: "Working with resource-based IAM policies in Lambda": "The condition ... ArnLike ... AWS:SourceArn".
describe("a Lambda permission lets in", () => {
  const from = (bucket: string, owner = account) => ({
    "aws:SourceArn": `arn:aws:s3:::${bucket}`,
    "aws:SourceAccount": owner,
  });

  test("one resource of one account", () => {
    expect(allowed(s3, "lambda:InvokeFunction", fn, from("photos"))).toBe(true);
    expect(allowed(s3, "lambda:InvokeFunction", fn, from("photos2"))).toBe(false);
    expect(allowed(s3, "lambda:InvokeFunction", fn, from("photos", "999999999999"))).toBe(false);
    expect(allowed(sns, "lambda:InvokeFunction", fn, from("photos"))).toBe(false);
    expect(allowed(s3, "lambda:InvokeFunction", `${fn}2`, from("photos"))).toBe(false);
  });

  // AWS::Lambda::Permission: "If you use a qualifier, the invoker must use the full Amazon Resource Name (ARN) of that version or
  // alias to invoke the function."
  test("through the alias that it names, or without one where it names none", () => {
    const api: Principal = { service: "apigateway.amazonaws.com" };
    const route = { "aws:SourceArn": arnOf("execute-api", "abc/prod/$default") };
    expect(allowed(api, "lambda:InvokeFunction", `${fn}:live`, route)).toBe(true);
    expect(allowed(api, "lambda:InvokeFunction", fn, route)).toBe(false);
    expect(allowed(s3, "lambda:InvokeFunction", `${fn}:live`, from("photos"))).toBe(false);
  });

  test("the function of its own region, where another one has the same name", () => {
    const edge = fn.replace("eu-west-1", "us-east-1");
    expect(allowed(sns, "lambda:InvokeFunction", edge)).toBe(true);
    expect(allowed(sns, "lambda:InvokeFunction", fn)).toBe(false);
    expect(allowed(s3, "lambda:InvokeFunction", edge, from("photos"))).toBe(false);
  });

  test("an account, an organisation, and everyone through a URL", () => {
    const { resource = [] } = access.policiesFor({ principal: s3, action: "", resource: fn, context: {} });
    const statements = resource.flatMap((one) => (one as { Statement: object[] }).Statement);
    const root = { AWS: "arn:aws:iam::999999999999:root" };
    const rest = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: fn };
    expect(statements).toContainEqual({ ...rest, Principal: root });
    const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
    expect(statements).toContainEqual({ ...rest, Principal: "*", Condition });
    // AWS: "Control access to Lambda function URLs", whose example policy has these two conditions.
    const anyone: Principal = { anyone: true };
    const none = { "lambda:FunctionUrlAuthType": "NONE" };
    expect(allowed(anyone, "lambda:InvokeFunctionUrl", fn, none)).toBe(true);
    expect(allowed(anyone, "lambda:InvokeFunctionUrl", fn, { "lambda:FunctionUrlAuthType": "AWS_IAM" })).toBe(
      false,
    );
    expect(allowed(anyone, "lambda:InvokeFunction", fn, { "lambda:InvokedViaFunctionUrl": "true" })).toBe(
      true,
    );
    expect(allowed(anyone, "lambda:InvokeFunction", fn)).toBe(false);
  });
});

describe("a resource lets in whom its policy names", () => {
  test.each([
    ["sqs:SendMessage", arnOf("sqs", "queue"), arnOf("sqs", "closed")],
    ["sqs:SendMessage", arnOf("sqs", "inline"), arnOf("sqs", "inlined")],
    ["sns:Publish", arnOf("sns", "other"), arnOf("sns", "topic")],
    ["s3:PutObject", "arn:aws:s3:::photos/a/b", "arn:aws:s3:::photos2/a"],
    ["events:PutEvents", arnOf("events", "event-bus/bus"), arnOf("events", "event-bus/default")],
    ["dynamodb:Query", arnOf("dynamodb", "table/table/index/byDay"), arnOf("dynamodb", "table/tables")],
    ["kinesis:GetRecords", arnOf("kinesis", "stream/stream"), arnOf("kinesis", "stream/other")],
    ["ecr:BatchGetImage", arnOf("ecr", "repository/images"), arnOf("ecr", "repository/others")],
  ])("%s: %s, and not %s", (action, resource, neighbour) => {
    expect(allowed(sns, action, resource)).toBe(true);
    expect(allowed(s3, action, resource)).toBe(false);
    expect(allowed(sns, action, neighbour)).toBe(false);
  });

  test("a REST API, each of its methods", () => {
    const graph = graphs.at(-1)!;
    const method = (name: string) =>
      `${graph.get(name, "aws:apigateway/restApi:RestApi").outputs.executionArn}/prod/GET/orders`;
    expect(allowed(sns, "execute-api:Invoke", method("inline"))).toBe(true);
    expect(allowed(sns, "execute-api:Invoke", method("api"))).toBe(true);
    expect(allowed(sns, "execute-api:Invoke", method("closed"))).toBe(false);
  });

  test("a secret", () => {
    const secret = arns["aws:secretsmanager/secret:Secret secret"]!;
    expect(allowed(sns, "secretsmanager:GetSecretValue", secret)).toBe(true);
    expect(allowed(s3, "secretsmanager:GetSecretValue", secret)).toBe(false);
  });

  // AWS: "Default key policy": the account may use IAM policies; a policy of one's own takes its place.
  test("a key: by default those whom the account's own policies allow, also by its alias", () => {
    const key = (name: string) => arns[`aws:kms/key:Key ${name}`]!;
    expect(allowed(role, "kms:Decrypt", key("default"))).toBe(true);
    expect(allowed(role, "kms:Decrypt", arnOf("kms", "alias/default"))).toBe(true);
    expect(allowed({ role: roleArn("listed") }, "kms:Decrypt", key("default"))).toBe(false);
    for (const name of ["own", "apart"]) {
      expect(decide(role, "kms:Decrypt", key(name)).reason).toBe("the resource's policy does not allow");
      expect(allowed(sns, "kms:Decrypt", key(name))).toBe(true);
    }
    expect(() => decide(role, "kms:Decrypt", arnOf("kms", "alias/aws/sqs"))).toThrow(
      `None of the programs makes the key behind ${arnOf("kms", "alias/aws/sqs")}.`,
    );
  });

  // AWS: SNS API reference, "GetTopicAttributes": the policy of a new topic has AWS:SourceOwner.
  test("a topic: by default its owner's resources", () => {
    const alarms: Principal = { service: "cloudwatch.amazonaws.com" };
    expect(allowed(alarms, "sns:Publish", arnOf("sns", "topic"), { "aws:SourceOwner": account })).toBe(true);
    expect(allowed(alarms, "sns:Publish", arnOf("sns", "topic"), { "aws:SourceOwner": "999999999999" })).toBe(
      false,
    );
    expect(allowed(alarms, "sns:Publish", arnOf("sns", "other"), { "aws:SourceOwner": account })).toBe(false);
  });
});

test("policies that can't be read are refused together", async () => {
  const graph = await graphOfProgram(() => {
    new aws.glacier.Vault("vault", { name: "vault", accessPolicy: letIn("glacier:UploadArchive", "*") });
    new aws.sqs.QueuePolicy("elsewhere", {
      queueUrl: "https://sqs/1/q",
      policy: letIn("sqs:SendMessage", "*"),
    });
    new aws.kms.Grant("grant", { keyId: "k", granteePrincipal: roleArn("role"), operations: ["Decrypt"] });
  });
  expect(() => new Access([graph])).toThrow(
    [
      "3 problem(s):",
      "  - urn:pulumi:prod::shop::aws:glacier/vault:Vault::vault: Policies of aws:glacier/vault:Vault aren't read: add the type to platform/fleet/access/resource-policies.ts.",
      "  - urn:pulumi:prod::shop::aws:kms/grant:Grant::grant: Policies of aws:kms/grant:Grant aren't read: add the type to platform/fleet/access/resource-policies.ts.",
      "  - urn:pulumi:prod::shop::aws:sqs/queuePolicy:QueuePolicy::elsewhere: It is about a resource that none of the programs makes.",
    ].join("\n"),
  );
});
