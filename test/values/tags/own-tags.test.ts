import { describe, expect, test } from "vitest";
import { tagProblems } from "../../../platform/values/tags/own-tags.ts";

const context = { known: { "managed-by": "pulumi" }, required: [], service: "shop" };

describe("a service's tags", () => {
  // "Tag naming limits and requirements": 128 and 256 Unicode characters; letters, numbers, spaces and _ . : / = + - @.
  test.each([
    [{ "cost-centre": "1234", team: "Zürich + Genève: a/b=c_d.e@f" }],
    [{ ["k".repeat(128)]: "v".repeat(256), empty: "" }],
  ])("within AWS's limits are fine: %#", (tags) => {
    expect(tagProblems(tags, context)).toEqual([]);
  });

  test.each<[unknown, string | RegExp]>([
    [["a"], 'tags: ["a"] given; an object is expected, such as {"cost-centre": "1234"}.'],
    [{ "cost-centre": 1234 }, 'tags.cost-centre: 1234 given; a text is expected: write "1234", in quotes.'],
    [{ ["k".repeat(129)]: "" }, /has 129 characters; 1 to 128 are allowed/],
    [{ a: "v".repeat(257) }, /has 257 characters; 0 to 256 are allowed/],
    [{ a: "1 & 2" }, /has characters that AWS doesn't allow/],
    [{ "AWS:cost": "1" }, 'tags.AWS:cost: AWS keeps keys that start with "aws:" for itself.'],
    [{ owner: "me" }, "tags.owner: the platform writes this tag itself; leave it out."],
  ])("beyond them are refused: %#", (tags, problem) => {
    expect(tagProblems(tags, context)).toEqual([
      typeof problem === "string" ? problem : expect.stringMatching(problem),
    ]);
  });

  test("are 50 at most, those of the platform among them", () => {
    const tags = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, ""]));
    expect(tagProblems(tags(46), context)).toEqual([]);
    expect(tagProblems(tags(47), context)).toEqual([
      "tags: with those of the platform there are 51; a resource can have 50.",
    ]);
  });

  test("have the ones that the organisation requires, unless it gives them itself", () => {
    const required = ["cost-centre", "managed-by"];
    expect(tagProblems({ "cost-centre": "1234" }, { ...context, required })).toEqual([]);
    expect(tagProblems({}, { ...context, required })).toEqual([
      "tags.cost-centre: every service has this tag, and this one doesn't; write in Pulumi.yaml, under config: " +
        "shop:tags: { value: { cost-centre: ... } }.",
    ]);
  });

  test("can't be asked for a key that no service may write: the platform's file is named", () => {
    expect(tagProblems({}, { ...context, required: ["owner", "aws:cost", "a;b"] })).toEqual([
      "requiredTags in platform/guarded.ts, owner: the platform writes this tag itself; leave it out.",
      'requiredTags in platform/guarded.ts, aws:cost: AWS keeps keys that start with "aws:" for itself.',
      expect.stringMatching(
        /^requiredTags in platform\/guarded\.ts, a;b: the key has characters that AWS doesn't allow/,
      ),
    ]);
  });
});
