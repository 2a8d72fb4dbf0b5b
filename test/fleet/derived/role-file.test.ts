import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { roleText } from "../../../platform/fleet/derived/role-file.ts";
import { typesIn } from "../../../platform/fleet/role/role.ts";
import { serviceNames } from "../../../platform/fleet/services.ts";
import { platformDir as root } from "../../../platform/values/places.ts";
import { graphOf } from "../../support/index.ts";

test("the role's file lacks nothing that a service needs, and holds nothing else; npm run derive brings it there", async () => {
  const graphs = await Promise.all(
    serviceNames().flatMap((name) => ["dev", "prod"].map((stage) => graphOf(name, { stage }))),
  );
  const text = await roleText(typesIn(graphs));
  expect(readFileSync(join(root, "platform/foundation/deploy-role.json"), "utf8")).toBe(text);
}, 300_000);
