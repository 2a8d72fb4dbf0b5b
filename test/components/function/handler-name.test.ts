import fc from "fast-check";
import { expect, test } from "vitest";
import { handlerClashes, handlerName } from "../../../platform/components/function/handler-name.ts";
import { checkName } from "../../../platform/values/names.ts";
import { anyCharacter } from "../../support/any-character.ts";

test.each([
  ["src/create-user.ts", "api-create-user"],
  ["./src/users/create.ts", "api-users-create"],
  ["src/Create_User.mts", "api-create-user"],
  ["handlers/a.b.js", "api-handlers-a-b"],
  ["src/_.ts", "api-handler"],
  ["src/stage.ts", "api-stage-handler"],
  ["src/rest.ts", "api-rest-handler"],
  ["src/domain-record.ts", "api-domain-record-handler"],
  ["src/get-integration.ts", "api-get-integration-handler"],
])("the function of %s is called %s", (handler, name) => {
  expect(handlerName("api", handler)).toBe(name);
});

test("whatever a handler's file is called, its function's name has the allowed shape", () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (file) => {
      const problems = checkName("part", handlerName("api", `src/${file}.ts`));
      // Length depends on the file; Function says so itself.
      expect(problems.filter((problem) => !problem.includes("characters"))).toEqual([]);
    }),
  );
});

test("one file may stand in several places as the same target", () => {
  const target = { handler: "src/a.ts" } as const;
  expect(handlerClashes("routes", "api", [target, target, "src/b.ts", "src/b.ts"])).toEqual([]);
});

test("one file as itself and as an object is a clash", () => {
  expect(handlerClashes("steps", "api", ["src/a.ts", { handler: "src/a.ts" }])).toEqual([
    "steps: src/a.ts is used with different settings; use the same object in each place.",
  ]);
});
