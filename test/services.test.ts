import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { serviceNames } from "../platform/fleet/services.ts";
import { platformDir as root } from "../platform/values/places.ts";
import { testService } from "./support/every-service.ts";
import { graphOf } from "./support/index.ts";
import { runByLanguageHost } from "./support/language-host.ts";

test("there are services to test", () => {
  expect(serviceNames().length).toBeGreaterThan(0);
});

describe.concurrent.each(serviceNames())("%s", (name) => testService(join(root, "services", name), name));

// The test with the real CLI compares every service's graph with what a process of its own deployed.
test.each(["users-api", "order-events", "nightly-report", "image-pipeline", "website"])(
  "%s gives the same graph by the engine's process and by the SDK's language host",
  async (service) => {
    const [here, other] = await Promise.all([graphOf(service), graphOf(service, { run: runByLanguageHost })]);
    expect(JSON.parse(JSON.stringify(other))).toEqual(JSON.parse(JSON.stringify(here)));
  },
);
