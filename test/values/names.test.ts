import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type ConstantCase,
  checkName,
  constantCase,
  nameRules,
  physicalName,
} from "../../platform/values/names.ts";
import { type PhysicalNameKind, physicalNames } from "../../platform/values/naming/index.ts";
import { anyCharacter } from "../support/any-character.ts";

const kinds = Object.keys(nameRules) as (keyof typeof nameRules)[];
const limited = Object.keys(physicalNames) as PhysicalNameKind[];

/** Names of the allowed shape, of any length. */
const kebab = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,12}$/), { minLength: 1, maxLength: 8 })
  .map((words) => `a${words.join("-")}`);

describe("names that people choose", () => {
  test.each(kinds)("the example in the message about a %s's name is itself allowed", (kind) => {
    expect(checkName(kind, nameRules[kind].example)).toEqual([]);
  });

  test("a name is fine exactly when it has the allowed shape and length", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.oneof(kebab, fc.string({ unit: anyCharacter })),
        (kind, name) => {
          const { min, max } = nameRules[kind];
          const words = name.split("-");
          const shaped = /^[a-z]/.test(name) && words.every((word) => /^[a-z0-9]+$/.test(word));
          const fits = name.length >= min && name.length <= max;
          expect(checkName(kind, name).length === 0).toBe(shaped && fits && !name.endsWith("\n"));
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    ["Users", /may hold lower-case letters/],
    ["users_api", /may hold lower-case letters/],
    ["users--api", /single hyphens/],
    ["users-", /single hyphens/],
    ["1users", /starting with a letter/],
    ["users\n", /may hold/],
    ["../users", /may hold/],
    ["ab", /has 2 characters; 3 to 32 are allowed/],
    ["a".repeat(33), /has 33 characters; 3 to 32 are allowed/],
  ])("a service can't be called %j", (name, reason) => {
    expect(checkName("service", name).join("\n")).toMatch(reason);
  });

  test("a name that is too short and of the wrong shape has both problems", () => {
    expect(checkName("service", "A")).toEqual([
      'The service\'s name "A" may hold lower-case letters, digits and single hyphens, starting with a letter, such as "users-api".',
      'The service\'s name "A" has 1 characters; 3 to 32 are allowed.',
    ]);
  });

  test.each([undefined, null, "", 7, {}])("%j is a missing name, not a crash", (value) => {
    expect(checkName("owner", value)).toEqual([`The owner's name is missing; give one, such as "payments".`]);
  });
});

describe("physical names", () => {
  const parts = fc.array(kebab, { minLength: 1, maxLength: 4 });
  const suffix = fc.constantFrom("", "-dlq", "-states");

  test("are never longer than AWS takes", () => {
    fc.assert(
      fc.property(fc.constantFrom(...limited), parts, suffix, (kind, list, end) => {
        expect(physicalName(kind, list, end).length).toBeLessThanOrEqual(physicalNames[kind].max);
      }),
    );
  });

  test("say service, stage and part in full while they fit", () => {
    expect(physicalName("function", ["users-api", "dev", "api-create-user"])).toBe(
      "users-api-dev-api-create-user",
    );
    expect(physicalName("queue", ["orders", "prod", "orders"], "-dlq")).toBe("orders-prod-orders-dlq");
  });

  test("past the limit keep their beginning and their suffix and get a hash", () => {
    const long = ["a".repeat(32), "production", "b".repeat(40)];
    expect(physicalName("queue", long, "-dlq")).toMatch(/^a{32}-production-b{24}-[0-9a-f]{7}-dlq$/);
  });

  test("are the same on every run", () => {
    fc.assert(
      fc.property(fc.constantFrom(...limited), parts, suffix, (kind, list, end) => {
        expect(physicalName(kind, [...list], end)).toBe(physicalName(kind, list, end));
      }),
    );
  });

  test("differ when what they are made of differs", () => {
    fc.assert(
      fc.property(fc.constantFrom(...limited), kebab, kebab, kebab, (kind, service, a, b) => {
        fc.pre(a !== b);
        expect(physicalName(kind, [service, "dev", a])).not.toBe(physicalName(kind, [service, "dev", b]));
      }),
    );
  });

  test("differ by suffix too, also past the limit", () => {
    const long = ["a".repeat(32), "production", "b".repeat(60)];
    expect(physicalName("role", long, "-states")).not.toBe(physicalName("role", long));
  });

  test("are of characters that every kind of name allows", () => {
    fc.assert(
      fc.property(fc.constantFrom(...limited), parts, suffix, (kind, list, end) => {
        expect(physicalName(kind, list, end)).toMatch(/^[a-z][a-z0-9-]*$/);
      }),
    );
  });
});

describe("names as parts of environment variables", () => {
  test("a component's name becomes upper case with underscores", () => {
    expect(constantCase("create-user-2")).toBe("CREATE_USER_2");
  });

  test("every allowed name becomes a name that Lambda takes", () => {
    fc.assert(fc.property(kebab, (name) => /^[A-Z][A-Z0-9_]*$/.test(constantCase(name))));
  });

  test("the type says the same as the value", () => {
    expectTypeOf<ConstantCase<"create-user-2">>().toEqualTypeOf<"CREATE_USER_2">();
    expectTypeOf(constantCase("users")).toEqualTypeOf<"USERS">();
  });
});
