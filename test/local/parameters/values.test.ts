import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Parameter, Secret } from "../../../platform/index.ts";
import { Target } from "../../../platform/local/target.ts";
import { graphOfProgram } from "../../support/index.ts";

const dir = mkdtempSync(join(tmpdir(), "values-"));
const lines: string[] = [];
let app: Target;
let ssm: SSMClient;
let secrets: SecretsManagerClient;

beforeAll(async () => {
  app = await Target.open({
    region: "eu-west-1",
    timing: "fast",
    port: 0,
    onLog: ({ text }) => lines.push(text),
  });
  const graph = await graphOfProgram(
    () => {
      new Parameter("limit", { value: "100" });
      new Parameter("token", { type: "SecureString", value: pulumi.secret("hush-parameter") });
      new Secret("webhook", { value: pulumi.secret("hush-secret") });
      new Secret("signing-key");
      new Secret("from-stack", { value: pulumi.secret("[encrypted]") });
    },
    { stage: "dev" },
  );
  await app.apply(graph, dir);
  const client = {
    region: "eu-west-1",
    endpoint: app.endpoint,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  ssm = new SSMClient(client);
  secrets = new SecretsManagerClient(client);
});
afterAll(async () => {
  await app.stop();
  rmSync(dir, { recursive: true });
});

const secret = (SecretId: string) => secrets.send(new GetSecretValueCommand({ SecretId }));

test("a parameter is read by its name, one that is secure only when it is asked for decrypted", async () => {
  const limit = await ssm.send(new GetParameterCommand({ Name: "/shop/dev/limit" }));
  expect(limit.Parameter).toMatchObject({ Value: "100", Type: "String", Name: "/shop/dev/limit" });
  const names = ["/shop/dev/token", "/shop/dev/none"];
  const clear = await ssm.send(new GetParametersCommand({ Names: names, WithDecryption: true }));
  expect(clear.Parameters?.map(({ Value }) => Value)).toEqual(["hush-parameter"]);
  expect(clear.InvalidParameters).toEqual(["/shop/dev/none"]);
  const hidden = await ssm.send(new GetParameterCommand({ Name: "/shop/dev/token" }));
  expect(hidden.Parameter?.Value).not.toContain("hush");
});

test("a secret of the program is read by its name or ARN", async () => {
  const byName = await secret("shop-dev-webhook");
  expect(byName.SecretString).toBe("hush-secret");
  expect(await secret(byName.ARN!)).toMatchObject({ SecretString: "hush-secret", Name: "shop-dev-webhook" });
});

test("a secret without a value here is listed at the start, and refused with what to do", async () => {
  expect(app.unsupported.map(({ name, instead }) => `${name} ${instead}`)).toEqual([
    "shop-dev-from-stack has no value here. Write FROM_STACK=<value> into .env.local in the service's folder.",
    "shop-dev-signing-key has no value here. Write SIGNING_KEY=<value> into .env.local in the service's folder.",
  ]);
  await expect(secret("shop-dev-signing-key")).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: expect.stringContaining("Write SIGNING_KEY=<value> into .env.local"),
  });
});

test("the developer's .env.local gives and overrides values, at once", async () => {
  writeFileSync(join(dir, ".env.local"), "SIGNING_KEY=hush-own\nWEBHOOK='http://127.0.0.1:1/hook'\n");
  expect((await secret("shop-dev-signing-key")).SecretString).toBe("hush-own");
  expect((await secret("shop-dev-webhook")).SecretString).toBe("http://127.0.0.1:1/hook");
  rmSync(join(dir, ".env.local"));
  await expect(secret("shop-dev-signing-key")).rejects.toThrow("AWSCURRENT");
});

test("what isn't there is AWS's own error, other operations answer 501", async () => {
  await expect(secret("nothing")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await expect(ssm.send(new GetParameterCommand({ Name: "/nothing" }))).rejects.toMatchObject({
    name: "ParameterNotFound",
  });
  await expect(secrets.send(new ListSecretsCommand({}))).rejects.toMatchObject({
    name: "NotImplementedException",
  });
});

test("no value was logged", () => {
  expect(lines.join("\n")).not.toContain("hush");
});
