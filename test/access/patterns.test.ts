import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Context, evaluate } from "../../platform/access/index.ts";
import { identity, read, role } from "./support.ts";

const allows = (elements: object, action: string, resource = "*", context: Context = {}) =>
  evaluate({ principal: { role }, action, resource, context }, { identity: [identity({ ...elements })] })
    .allowed;

const reaches = (Resource: unknown, resource: string, context: Context = {}) =>
  allows({ Resource }, "s3:GetObject", resource, context);

/** Wildcards as a child would match them: by trying. */
function fits(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  if (pattern.startsWith("*"))
    return fits(pattern.slice(1), text) || (text !== "" && fits(pattern, text.slice(1)));
  return (
    text !== "" && (pattern[0] === "?" || pattern[0] === text[0]) && fits(pattern.slice(1), text.slice(1))
  );
}

const few = (...letters: string[]) =>
  fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((all) => all.join(""));

describe("an action", () => {
  // AWS: "IAM JSON policy elements: Action": "The prefix and the action name are case insensitive."
  test.each([
    ["s3:GetObject", "s3:GetObject", true],
    ["SQS:sendmessage", "sqs:SendMessage", true],
    ["s3:GetObject", "s3:GetObjectAcl", false],
    ["s3:Get*", "s3:GetObjectAcl", true],
    ["iam:*AccessKey*", "iam:CreateAccessKey", true],
    ["s3:Get?bject", "s3:GetObject", true],
    ["*", "s3:GetObject", true],
    ["s3:*", "sqs:SendMessage", false],
    ["s3.GetObject", "s3:GetObject", false],
  ])("%s: is %s in it? %s", (Action, action, expected) => {
    expect(allows({ Action }, action)).toBe(expected);
  });

  // AWS: "IAM JSON policy elements: NotAction": "matches everything except the specified list of actions".
  test("all but some are all others", () => {
    const elements = { Action: undefined, NotAction: ["iam:*", "s3:GetObject"] };
    expect(allows(elements, "sqs:SendMessage")).toBe(true);
    expect(allows(elements, "iam:PassRole")).toBe(false);
    expect(allows(elements, "S3:getobject")).toBe(false);
  });

  test("is compared as wildcards say, whatever the text", () => {
    fc.assert(
      fc.property(few("a", "b", "*", "?", ".", "$"), few("a", "b", ".", "$"), (pattern, text) => {
        expect(allows({ Action: `s3:${pattern}` }, `s3:${text}`)).toBe(fits(pattern, text));
      }),
    );
  });
});

describe("a resource", () => {
  const bucket = "arn:aws:s3:::amzn-s3-demo-bucket";

  // AWS: "IAM JSON policy elements: Resource", which has these examples.
  test.each([
    [`${bucket}/*/test/*`, `${bucket}/1///test///object.jpg`, true],
    [`${bucket}/*/test/*`, `${bucket}//test/object.jpg`, true],
    [`${bucket}/*/test/*`, `${bucket}/1/test/`, true],
    [`${bucket}/*/test/*`, `${bucket}/1-test/object.jpg`, false],
    [`${bucket}/*/test/*`, `${bucket}/test/object.jpg`, false],
    [`${bucket}/*/test/*`, `${bucket}/1/2/test.jpg`, false],
    // "the IAM user name is case sensitive"
    ["arn:aws:iam::1:user/Bob", "arn:aws:iam::1:user/bob", false],
    // "Any single character (?)"
    [`${bucket}/a?c`, `${bucket}/abc`, true],
    [`${bucket}/a?c`, `${bucket}/ac`, false],
    // "You can use wildcard characters within the individual segments of an ARN (the parts separated by colons)"
    ["arn:aws:sqs:eu-*-1:1:jobs", "arn:aws:sqs:eu-west-1:1:jobs", true],
    ["arn:aws:sqs:e*1:1:jobs", "arn:aws:sqs:eu-west-1:9:1:1:jobs", false],
    ["arn:aws:sqs:eu?west-1:1:jobs", "arn:aws:sqs:eu:west-1:1:jobs", false],
    // "If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon boundaries."
    ["arn:aws:sqs:*:jobs", "arn:aws:sqs:eu-west-1:1:jobs", true],
    ["arn:aws:sqs:*", "arn:aws:sqs:eu-west-1:1:jobs", true],
    ["*", "arn:aws:sqs:eu-west-1:1:jobs", true],
    ["arn:aws:logs:*:*:log-group:a:*", "arn:aws:logs:eu-west-1:1:log-group:a:log-stream:b", true],
    [`${bucket}.+`, `${bucket}xx`, false],
  ])("%s: is %s in it? %s", (pattern, arn, expected) => {
    expect(reaches(pattern, arn)).toBe(expected);
  });

  // AWS: "IAM JSON policy elements: NotResource".
  test("all but some are all others", () => {
    const elements = { Resource: undefined, NotResource: [`${bucket}/private/*`] };
    expect(allows(elements, "s3:GetObject", `${bucket}/private/a`)).toBe(false);
    expect(allows(elements, "s3:GetObject", `${bucket}/public/a`)).toBe(true);
  });

  test("is compared as wildcards say, after the fifth colon", () => {
    fc.assert(
      fc.property(few("a", ":", "/", "*", "?", ")"), few("a", ":", "/", ")"), (pattern, text) => {
        expect(reaches(`arn:aws:s3:::${pattern}`, `arn:aws:s3:::${text}`)).toBe(fits(pattern, text));
      }),
    );
  });
});

// AWS: "IAM policy elements: Variables and tags".
describe("a variable", () => {
  const home = (name: string) => `arn:aws:s3:::bucket/home/${name}/a`;
  const mine = `arn:aws:s3:::bucket/home/\${aws:PrincipalTag/name}/*`;
  const tagged = (name: string) => ({ "aws:PrincipalTag/name": name });

  test("is the value of its key, in resources and conditions", () => {
    expect(reaches(mine, home("kim"), tagged("kim"))).toBe(true);
    expect(reaches(mine, home("lee"), tagged("kim"))).toBe(false);
    const Condition = { StringLike: { "s3:prefix": [`home/\${AWS:principaltag/NAME}/*`] } };
    const context = { ...tagged("kim"), "s3:prefix": "home/kim/a" };
    expect(allows({ Condition }, "s3:ListBucket", "arn:aws:s3:::bucket", context)).toBe(true);
  });

  test("holds no wildcards, whatever its value", () => {
    expect(reaches(mine, home("kim"), tagged("*"))).toBe(false);
    expect(reaches(mine, home("*"), tagged("*"))).toBe(true);
  });

  // "Policy variables with no value"
  test("without a value matches nothing, so that a negated operator holds", () => {
    expect(reaches(mine, home("kim"))).toBe(false);
    expect(reaches(mine, home(""))).toBe(false);
    const equals = { k: `\${aws:PrincipalTag/name}` };
    const context = { k: "kim" };
    expect(allows({ Condition: { StringEquals: equals } }, "s3:GetObject", "*", context)).toBe(false);
    expect(allows({ Condition: { StringNotEquals: equals } }, "s3:GetObject", "*", context)).toBe(true);
  });

  // "any single-valued condition key"
  test("of a key with several values has none", () => {
    const context = { "aws:PrincipalTag/name": ["kim", "lee"] };
    expect(reaches(mine, home("kim"), context)).toBe(false);
  });

  // "surround the default value with single quotes, and separate the variable text and the default value with a comma and space"
  test("may have a default", () => {
    const team = `arn:aws:s3:::bucket-\${aws:PrincipalTag/team, 'company-wide'}`;
    expect(reaches(team, "arn:aws:s3:::bucket-company-wide")).toBe(true);
    expect(reaches(team, "arn:aws:s3:::bucket-yellow")).toBe(false);
    expect(reaches(team, "arn:aws:s3:::bucket-yellow", { "aws:PrincipalTag/team": "yellow" })).toBe(true);
  });

  // "${*} - use where you need an * (asterisk) character"
  test.each(["*", "?", "$"])("called %s is that character", (character) => {
    const pattern = `arn:aws:s3:::bucket/a\${${character}}`;
    expect(reaches(pattern, `arn:aws:s3:::bucket/a${character}`)).toBe(true);
    expect(reaches(pattern, "arn:aws:s3:::bucket/ab")).toBe(false);
  });

  // AWS: "IAM JSON policy elements: Version": with 2008-10-17, "variables such as ${aws:username} are treated as literal strings".
  test.each(["2008-10-17", undefined])("is a text like others in a document of version %s", (Version) => {
    const older = { ...identity({ Resource: mine }), Version };
    const at = (resource: string) =>
      evaluate({ ...read, resource, context: tagged("kim") }, { identity: [older] }).allowed;
    expect(at(home("kim"))).toBe(false);
    expect(at(`arn:aws:s3:::bucket/home/\${aws:PrincipalTag/name}/a`)).toBe(true);
  });
});
