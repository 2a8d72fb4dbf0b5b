import { describe, expect, test } from "vitest";
import {
  accountOf,
  allowedConfig,
  placeProblems,
  tableProblems,
} from "../../../platform/values/delivery/accounts.ts";

const accounts = {
  dev: { id: "111111111111" },
  prod: { id: "222222222222", regions: ["eu-west-1", "eu-central-1"] },
};
const prod = { stage: "prod", region: "eu-west-1", allowed: '["222222222222"]' };

describe("the account of a stage", () => {
  test("is the stage's own; that of dev for branches and people's own stages", () => {
    expect(accountOf(accounts, "prod").id).toBe("222222222222");
    expect(accountOf(accounts, "pr-7").id).toBe("111111111111");
    // A name that objects have by themselves is a stage like any other.
    expect(accountOf(accounts, "constructor").id).toBe("111111111111");
  });

  test("is any account where the table names none", () => {
    expect(accountOf({}, "prod")).toEqual({});
    expect(placeProblems({}, { stage: "prod", region: "eu-west-1", allowed: undefined })).toEqual([]);
    expect(allowedConfig({}, "prod")).toBeUndefined();
  });
});

describe("a stack", () => {
  test("fits when its region is one of the stage's, and its config allows the stage's account only", () => {
    expect(placeProblems(accounts, prod)).toEqual([]);
    expect(placeProblems(accounts, { ...prod, region: undefined })).toEqual([]);
    expect(placeProblems(accounts, { ...prod, allowed: allowedConfig(accounts, "prod") })).toEqual([]);
  });

  test.each([
    ["nothing", undefined],
    ["another account", '["111111111111"]'],
    ["a second account beside it", '["222222222222","111111111111"]'],
    ["no list", '"222222222222"'],
    ["no JSON", "222222222222,"],
  ])("that allows %s is refused, with what to write", (_, allowed) => {
    const [problem, ...more] = placeProblems(accounts, { ...prod, allowed });
    expect(more).toEqual([]);
    expect(problem).toContain(`${allowed ?? "nothing"} given`);
    expect(problem).toContain('Write ["222222222222"]');
  });

  test("of another region and another account hears of both", () => {
    const problems = placeProblems(accounts, { stage: "prod", region: "us-east-1", allowed: undefined });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toBe(
      "aws:region: us-east-1 given; stage prod is deployed to eu-west-1, eu-central-1 (accounts in organisation.ts).",
    );
  });
});

test("mistakes in the table of accounts are found together", () => {
  expect(tableProblems(accounts)).toEqual([]);
  expect(
    tableProblems({ dev: { id: "1234", regions: [] }, prod: { role: "deployer" } }).map((problem) =>
      problem.slice(0, problem.indexOf(":")),
    ),
  ).toEqual(["accounts.dev.id", "accounts.dev.regions", "accounts.prod.role"]);
});
