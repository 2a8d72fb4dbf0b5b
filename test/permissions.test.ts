import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isExample } from "../generators/init/examples.ts";
import { serviceNames } from "../platform/fleet/services.ts";
import { platformDir as root } from "../platform/values/places.ts";
import { type KnownOfPermissions, testPermissions } from "./support/every-service.ts";

const lists = join(root, "test/permissions");
const listFile = (name: string) => join(lists, `${name}.json`);

/** By service. */
const known: Readonly<Record<string, KnownOfPermissions>> = {
  "alarm-to-slack": {
    warnings: ["resource-wildcards: The policy allows logs:GetQueryResults on every resource."],
  },
};

test("the foundation and every example have a list, and every list has a service", () => {
  const listed = readdirSync(lists).map((file) => file.replace(/\.json$/, ""));
  expect(listed).toEqual(expect.arrayContaining(["foundation", ...serviceNames().filter(isExample)]));
  expect(["foundation", ...serviceNames()]).toEqual(expect.arrayContaining(listed));
});

describe.each(serviceNames())("the permissions of %s", (name) =>
  testPermissions(join(root, "services", name), listFile(name), known[name]),
);

// CI's roles are there once the repository is named: what they may do is reviewed in deploy-role.json.
describe("the permissions of .", () =>
  testPermissions(root, listFile("foundation"), { listedElsewhere: /^(deploy|drift)-/ }));
