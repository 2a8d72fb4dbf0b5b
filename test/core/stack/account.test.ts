import { describe, expect, test } from "vitest";
import { checkAccount } from "../../../platform/core/stack/account.ts";
import { errorOf, graphOfProgram } from "../../support/index.ts";

const table = { prod: { id: "222222222222", regions: ["eu-west-1"] } };

describe("a program whose stage has an account", () => {
  test("ends before it makes anything where the stack's config allows another one", async () => {
    const message = await errorOf(() => checkAccount(table), {
      region: "us-east-1",
      config: { "aws:allowedAccountIds": '["333333333333"]' },
    });
    expect(message).toContain("Stack prod of shop has 2 problem(s)");
    expect(message).toContain("aws:region: us-east-1 given");
    expect(message).toContain('aws:allowedAccountIds: ["333333333333"] given');
  });

  test("runs, without a warning about it, where the config names the account", async () => {
    const { logs } = await graphOfProgram(() => checkAccount(table), {
      region: "eu-west-1",
      config: { "aws:allowedAccountIds": '["222222222222"]' },
      stage: "prod",
    });
    expect(logs.filter(({ message }) => message.includes("No account is named"))).toHaveLength(0);
  });
});

test("prod without an account warns of it, other stages don't", async () => {
  const warned = async (stage: string) =>
    (await graphOfProgram(() => checkAccount({}), { stage })).logs.filter(({ message }) =>
      message.includes("No account is named for prod"),
    ).length;
  expect([await warned("prod"), await warned("staging"), await warned("dev")]).toEqual([1, 0, 0]);
});
