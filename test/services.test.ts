import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { examples } from "../generators/init/examples.ts";
import { recordFile } from "../generators/init/init.ts";
import { serviceNames } from "../platform/fleet/services.ts";
import { platformDir as root } from "../platform/values/places.ts";
import { testService } from "./support/every-service.ts";
import { graphOf, without } from "./support/index.ts";
import { runByLanguageHost } from "./support/language-host.ts";

test.skipIf(existsSync(join(root, recordFile)))("the template has the examples that init knows", () => {
  expect(serviceNames()).toEqual(Object.keys(examples));
});

describe.concurrent.each(serviceNames())("%s", (name) => testService(join(root, "services", name), name));

// The test with the real CLI compares every service's graph with what a process of its own deployed.
const several = ["users-api", "order-events", "nightly-report", "image-pipeline", "website"] as const;
test.each(several.filter((name) => !without(name)))(
  "%s gives the same graph by the engine's process and by the SDK's language host",
  async (service) => {
    const [here, other] = await Promise.all([graphOf(service), graphOf(service, { run: runByLanguageHost })]);
    expect(JSON.parse(JSON.stringify(other))).toEqual(JSON.parse(JSON.stringify(here)));
  },
);
