import { describe, expect, test } from "vitest";
import { runInProcess, runProgram } from "../../../platform/engine/index.ts";
import { runByLanguageHost } from "../../support/language-host.ts";
import { failure, program } from "../support.ts";

const runners = {
  "in this process": runInProcess,
  "in a process of its own": runProgram,
  "by the SDK's language host": runByLanguageHost,
};

describe.each(Object.entries(runners))("a program run %s", (_name, run) => {
  const fails = (name: string) => failure(program(name), run);

  test("that throws fails with its own message and a stack that points at its file", async () => {
    const error = await fails("throws");
    expect(error.message).toBe("the moon is not full");
    expect(error.stack).toMatch(/configure .*programs\/throws\.ts:\d+:\d+/);
    expect(error.graph.get("before").type).toBe("aws:sqs/queue:Queue");
  });

  test("that throws inside an apply fails with that error", async () => {
    const error = await fails("throws-in-apply");
    expect(error.message).toBe(`no policy for ${error.graph.get("queue").outputs.arn}`);
    expect(error.stack).toMatch(/render .*programs\/throws-in-apply\.ts/);
    expect(error.errors).toHaveLength(1);
  });

  test("that lacks required config fails saying which key and how to set it", async () => {
    const error = await fails("needs-config");
    expect(error.message).toContain("Missing required configuration variable 'shop:owner'");
    expect(error.message).toContain("pulumi config set shop:owner");
    expect(error.errors).toHaveLength(1);
  });

  test("that makes two resources with one name fails naming the URN", async () => {
    const error = await fails("duplicate");
    expect(error.message).toContain(
      "Duplicate resource URN 'urn:pulumi:dev::shop::aws:sqs/queue:Queue::jobs'",
    );
    expect(error.message).toMatch(
      /^failed to register new resource jobs \[aws:sqs\/queue:Queue\]: Duplicate/,
    );
    expect(error.stack).toContain("duplicate.ts");
    expect(error.errors).toHaveLength(1);
  });
});

describe("a program", () => {
  const fails = (name: string) => failure(program(name));

  test("that leaves a promise rejected fails with that error", async () => {
    const error = await fails("rejects");
    expect(error.message).toBe("nobody answered");
    expect(error.stack).toMatch(/lookUp .*programs\/rejects\.ts/);
    expect(error.errors).toHaveLength(1);
  });

  test("with inputs that the provider doesn't take fails with every one of them listed", async () => {
    const error = await fails("invalid-inputs");
    const lines = error.message.split("\n");
    expect(lines[0]).toBe("5 inputs are not valid in shop (dev):");
    expect(lines).toHaveLength(6);
    expect(error.message).toMatch(
      /worker \(aws:lambda\/function:Function\): timeout: has to be a number; "ten" given/,
    );
    expect(error.message).toMatch(/worker .*: deadLetterConfig\.targetArn: is required but was not given/);
    expect(error.message).toMatch(
      /worker .*: environment\.variable: there is no such property; did you mean variables\?/,
    );
    expect(error.message).toMatch(/worker .*: memorySize: has to be a number; a secret given/);
    expect(error.message).toMatch(
      /jobs \(aws:sqs\/queue:Queue\): visibilityTimeout: .* did you mean visibilityTimeoutSeconds\?/,
    );
    expect(error.message).not.toContain("s3cr3t-size");
    expect(error.stack).toMatch(/\n {4}at .*invalid-inputs\.ts/);
  });

  test("that calls a provider function without a fixture fails naming the function", async () => {
    const error = await fails("unknown-function");
    expect(error.message).toContain("aws:workspaces/getImage:getImage, which has no answer offline");
    expect(error.errors).toHaveLength(1);
  });

  test("that reads a stack which isn't known fails naming the stack and the option", async () => {
    const error = await fails("unknown-stack");
    expect(error.message).toContain('stackReferences: { "organization/network/prod"');
    expect(error.errors).toHaveLength(1);
  });

  test("whose file isn't there fails saying so", async () => {
    expect((await fails("not-there")).message).toContain("not-there.ts");
  });
});
