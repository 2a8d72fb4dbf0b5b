import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { platformDir as root } from "../../platform/values/places.ts";
import { notServed } from "../../platform/local/not-served.ts";
import { services } from "../../platform/local/services.ts";

const types = [...services, { ...notServed, serves: [] }].map(({ serves, lacks = {} }) => [
  ...new Set([...serves, ...Object.keys(lacks)]),
]);

test("one service on localhost answers for a resource type, not two", () => {
  const all = types.flat();
  expect(all.filter((each, i) => all.indexOf(each) !== i)).toEqual([]);
});

// Source: @pulumi/aws has a module for each resource type, of the type's own name.
test.each(types.flat())("%s is a type of the AWS provider", (type) => {
  const [, module = ""] = type.split(":");
  expect(existsSync(join(root, "node_modules/@pulumi/aws", `${module}.d.ts`))).toBe(true);
});

test("a type that a service brings up is not listed as one without an effect", () => {
  const inert = [...services, notServed].flatMap((each) => each.inert ?? []);
  const served = services.flatMap((each) => each.serves);
  expect(served.filter((type) => inert.some((each) => each.test(type)))).toEqual([]);
});
