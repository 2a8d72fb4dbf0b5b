import { test } from "vitest";
import { appendFileSync, readFileSync, existsSync } from "node:fs";
import { unzipSync, strFromU8 } from "fflate";
import { graphOf } from "../support/index.ts";
import { serviceNames } from "../../platform/fleet/services.ts";
import { inputsOf, managed, AssetValue } from "../../platform/engine/index.ts";
const say = (...a: unknown[]) => appendFileSync("/tmp/probe2.txt", a.join(" ") + "\n");
import { sdkCallsOf } from "../support/sdk-calls.ts";
import { graphOfShowcase } from "../support/showcase.ts";
test("x", async () => {
  for (const s of [...serviceNames(), "showcase"]) {
    const g = s === "showcase" ? await graphOfShowcase() : await graphOf(s, { stage: "prod" });
    for (const f of managed(g, "aws:lambda/function:Function")) {
      const t0 = performance.now();
      say(s, f.name, sdkCallsOf(f)?.map((c) => c.client + "." + c.operation).filter((c) => !/^(SSO|STS|Signin)/.test(c)).join(" "), (performance.now() - t0).toFixed(0));
    }
  }
});
