import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schemaOf } from "../../../platform/provider/schema/schema.ts";
import { physicalName } from "../../../platform/values/names.ts";
import { type PhysicalNameKind, physicalNames } from "../../../platform/values/naming/index.ts";
import {
  nameInputOf,
  nameKey,
  physicalNameProblems,
  shownIn,
} from "../../../platform/values/naming/problems.ts";
import type { PhysicalName } from "../../../platform/values/naming/rule.ts";
import { managed } from "../../support/index.ts";
import { graphOfShowcase } from "../../support/showcase.ts";

const kinds = Object.keys(physicalNames) as PhysicalNameKind[];
const rules = Object.values<PhysicalName>(physicalNames);

describe("the table of names", () => {
  test.each(rules)("$type: its inputs are those of @pulumi/aws", ({ type, unique }) => {
    const inputs = schemaOf(type)?.inputs.map(({ name }) => name) ?? [];
    expect(inputs).toContain(nameInputOf(type));
    if (typeof unique === "object") for (const input of unique) expect(inputs).toContain(input);
  });

  test("has a row for every named type that components make, but for those with ids where nothing meets", async () => {
    /** REST APIs, keys, plans and authorisers have ids; AWS lets their names repeat, and states no limit. */
    const ids = /^aws:(apigateway\/(restApi|apiKey|usagePlan)|apigatewayv2\/authorizer):/;
    const named = managed(await graphOfShowcase())
      .filter(({ inputs }) => typeof inputs.name === "string")
      // Records, and bodies with a field that is called so.
      .filter(({ type }) => type.startsWith("aws:") && !type.startsWith("aws:route53/"));
    const without = named.filter(({ type }) => nameInputOf(type) === undefined && !ids.test(type));
    expect([...new Set(without.map(({ type }) => type))]).toEqual([]);
  });
});

/** What AWS takes and what it refuses, by the page that each row of the table names. */
const samples: readonly [kind: PhysicalNameKind, taken: readonly string[], refused: readonly string[]][] = [
  ["function", ["a", "a_B-1", "a".repeat(64)], ["", "a.b", "a b", "a".repeat(65)]],
  ["layer", ["a".repeat(140)], ["a".repeat(141), "a/b"]],
  ["alias", ["live", "v1"], ["1", "a.b"]],
  ["role", ["a+=,.@-_", "a".repeat(64)], ["a/b", "a".repeat(65)]],
  ["policy", ["a".repeat(128)], ["a".repeat(129)]],
  ["queue", ["a.fifo", "a".repeat(80)], ["a.b", "a".repeat(81)]],
  ["topic", ["a.fifo", "a".repeat(256)], ["a.b", "a".repeat(257)]],
  ["table", ["a.b", "abc"], ["ab", "a".repeat(256)]],
  [
    "bucket",
    ["a.b-c", "abc", "a".repeat(63)],
    ["ab", "Abc", "a_b", "a..b", "192.168.5.4", "xn--a", "sthree-a", "a-s3alias", "abc-", "a".repeat(64)],
  ],
  ["stream", ["a.b", "a".repeat(128)], ["a/b", "a".repeat(129)]],
  ["bus", ["aws.partner/example.com/a", "a".repeat(256)], ["a b", "a".repeat(257)]],
  ["rule", ["a.b", "a".repeat(64)], ["a/b", "a".repeat(65)]],
  ["archive", ["a".repeat(48)], ["a".repeat(49)]],
  ["alarm", ["Über alles: 5 %", "a".repeat(255)], ["a".repeat(256)]],
  ["dashboard", ["a_b-1"], ["a.b", "a b"]],
  ["logGroup", ["/aws/lambda/a#b.c", "a".repeat(512)], ["a b", "a:b", "a".repeat(513)]],
  ["stateMachine", ["a.b", "ä", "a".repeat(80)], ["a b", "a:b", "a*", "a\u0007", "a".repeat(81)]],
  ["schedule", ["a.b", "a".repeat(64)], ["a/b", "a".repeat(65)]],
  ["secret", ["a/b+=.@-_", "a".repeat(512)], ["a b", "a".repeat(513)]],
  ["parameter", ["/shop/dev/limit", "a.b"], ["/aws/a", "AWS-a", "/ssm-a", "a b"]],
  ["userPool", ["My users", "a".repeat(128)], ["a/b", "a".repeat(129)]],
  ["iotRule", ["a_b"], ["a-b"]],
  ["repository", ["a/b-c", "a__b"], ["a", "A/b", "a//b", "-ab"]],
  ["securityGroup", ["a b.c:d", "a".repeat(255)], ["sg-a", "a?", "a".repeat(256)]],
  ["loadBalancer", ["a-b", "a".repeat(32)], ["-a", "a-", "internal-a", "a_b", "a".repeat(33)]],
  ["targetGroup", ["internal-a", "a".repeat(32)], ["a-", "a".repeat(33)]],
  ["stage", ["$default", "pr-1"], ["$x", "a b"]],
  ["restStage", ["pr-1"], ["a b", "a".repeat(129)]],
  ["edgeFunction", ["a_b"], ["a.b", "a".repeat(65)]],
  ["logDelivery", ["a".repeat(60)], ["a".repeat(61)]],
  ["key", ["alias/a/b"], ["a", "alias/aws/s3"]],
];

describe("names that AWS takes", () => {
  test.each(samples)("%s: %j, but none of %j", (kind, taken, refused) => {
    const { type, page } = physicalNames[kind];
    for (const name of taken) expect(physicalNameProblems(type, name), name).toEqual([]);
    for (const name of refused) {
      const problems = physicalNameProblems(type, name);
      expect(problems, name).not.toEqual([]);
      for (const problem of problems) expect(problem).toContain(`("${page}")`);
    }
  });

  test("are those that the platform makes, of whatever length its parts are", () => {
    /** The components change or begin these: underscores for IoT, "alias/" for keys. */
    const others: readonly PhysicalNameKind[] = ["iotRule", "key"];
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,30}$/);
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds.filter((kind) => !others.includes(kind))),
        fc.array(word, { minLength: 3, maxLength: 6 }),
        (kind, parts) => {
          fc.pre(!/^(internal|xn|sthree|amzn|aws|ssm|sg)/.test(parts[0]!));
          expect(physicalNameProblems(physicalNames[kind].type, physicalName(kind, parts))).toEqual([]);
        },
      ),
    );
  });

  test("of types that the table doesn't know aren't judged", () => {
    expect(physicalNameProblems("aws:route53/record:Record", "*.example.com")).toEqual([]);
    expect(nameKey("aws:route53/record:Record", () => "a", { region: "r", account: "a" })).toBeUndefined();
  });
});

interface Sample {
  readonly kind: PhysicalNameKind;
  readonly name: string;
  readonly bus: string | undefined;
  readonly place: { readonly region: string; readonly account: string };
}

describe("two resources", () => {
  const place = fc.record({
    region: fc.constantFrom("eu-west-1", "us-east-1"),
    account: fc.constantFrom("1", "2"),
  });
  const one: fc.Arbitrary<Sample> = fc.record({
    kind: fc.constantFrom<PhysicalNameKind>("queue", "role", "bucket", "rule"),
    name: fc.constantFrom("a", "A", "b"),
    bus: fc.constantFrom(undefined, "x"),
    place,
  });

  test("share a key exactly when AWS would take them for one", () => {
    const key = ({ kind, name, bus, place: at }: Sample) =>
      nameKey(physicalNames[kind].type, (input) => ({ name, bucket: name, eventBusName: bus })[input], at);
    fc.assert(
      fc.property(one, one, (a, b) => {
        const sameName =
          a.kind === "role" ? a.name.toLowerCase() === b.name.toLowerCase() : a.name === b.name;
        const [sameAccount, sameRegion] = [
          a.place.account === b.place.account,
          a.place.region === b.place.region,
        ];
        const where = {
          queue: sameAccount && sameRegion,
          role: sameAccount,
          bucket: true,
          rule: sameAccount && sameRegion && a.bus === b.bus,
        }[a.kind as "queue" | "role" | "bucket" | "rule"];
        expect(key(a) === key(b)).toBe(a.kind === b.kind && sameName && where);
      }),
    );
  });

  test("are called by their logical names and the components that they are in", () => {
    const urn =
      "urn:pulumi:prod::shop::platform:index:Event$platform:index:Topic$aws:sns/topic:Topic::jobs-topic";
    expect(shownIn(urn)).toBe("jobs-topic of Event > Topic");
    expect(shownIn("urn:pulumi:prod::shop::aws:sns/topic:Topic::jobs")).toBe("jobs");
  });
});
