import { expect, test } from "vitest";
import { answersOf } from "../../../generators/init/answers.ts";

const there = ["order-events", "users-api"];
const good = { organisation: "acme", region: "eu-central-1", keep: "users-api, order-events" };

test("answers are kept as given; examples in the order of their names", () => {
  expect(answersOf(good, there)).toEqual({
    organisation: "acme",
    region: "eu-central-1",
    keep: ["order-events", "users-api"],
  });
  const more = { keep: "none", owner: "cloud", repository: "acme/lambda.platform" };
  expect(answersOf({ ...good, ...more }, there)).toMatchObject({ ...more, keep: [] });
});

test("all that is missing is told together, with what there is", () => {
  expect(answersOf({}, there)).toEqual([
    { where: "--organisation", problem: "It is missing; give your organisation's name, such as acme." },
    { where: "--region", problem: "It is missing; give one such as eu-west-1." },
    {
      where: "--keep",
      problem: "It is missing; name examples to keep, or none. There are: order-events, users-api.",
    },
  ]);
});

test.each([
  [{ organisation: "Acme Ltd" }, "--organisation", '"Acme Ltd" given; up to 40 lower-case letters'],
  [{ organisation: "a".repeat(41) }, "--organisation", "given; up to 40 lower-case letters"],
  [{ region: "frankfurt" }, "--region", '"frankfurt" isn\'t the code of an AWS region'],
  [{ keep: "users-ap" }, "--keep", 'There is no example called "users-ap". Did you mean users-api?'],
  [{ keep: "none,users-api" }, "--keep", '"none,users-api" given; either none or names'],
  [{ owner: "The Team" }, "--owner", 'The owner\'s name "The Team" may hold'],
  [{ repository: "lambda-platform" }, "--repository", '"lambda-platform" given; owner and name on GitHub'],
  [{ repository: "https://github.com/acme/a" }, "--repository", "owner and name on GitHub"],
  // `partitions.json` of the AWS SDKs.
  [{ region: "cn-north-1" }, "--keep", "cn-north-1 is in aws-cn; give --keep none"],
])("%j is refused", (wrong, where, problem) => {
  expect(answersOf({ ...good, ...wrong }, there)).toEqual([
    { where, problem: expect.stringContaining(problem) },
  ]);
});

test("a region of another partition is fine without examples", () => {
  expect(answersOf({ ...good, region: "us-gov-west-1", keep: "none" }, there)).toMatchObject({ keep: [] });
});
