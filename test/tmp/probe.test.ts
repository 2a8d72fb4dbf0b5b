import { test } from "vitest";
import { graphOf } from "../support/index.ts";
import { graphOfShowcase } from "../support/showcase.ts";
import { serviceNames } from "../../platform/fleet/services.ts";
import { requestsOf } from "../../platform/fleet/access/requests/index.ts";
import { wiringOf } from "../../platform/fleet/wiring/wiring.ts";
import { platformDir as root } from "../../platform/values/places.ts";
import { decide } from "./decide.ts";
import { appendFileSync } from "node:fs";
const say = (...a: unknown[]) => appendFileSync("/tmp/probe.txt", a.join(" ") + "\n");
test("x", async () => {
  const f = await graphOf(root, { stage: "prod" });
  for (const [s, load] of [...serviceNames().map((s) => [s, () => graphOf(s, { stage: "prod" })] as const), ["showcase", graphOfShowcase] as const, ["foundation", async () => f] as const]) {
    const g = await load();
    const rs = requestsOf(g, s === "foundation" ? [] : [f]);
    say(s, rs.length);
    const seen = new Set<string>();
    for (const r of rs) {
      const d = decide([g, f], r);
      if (!d.allowed) { const line = `${s}: ${r.from.split("::").at(-1)} -> ${r.to.split("::").at(-1)} ${r.label ?? ""} ${JSON.stringify(r.principal)} ${r.action} ${r.resource} ${JSON.stringify(r.context)}: ${d.reason} known=${d.known}`; if (!seen.has(line)) say(line); seen.add(line); }
    }
    const pairs = new Set(rs.map((r) => `${r.from} ${r.to}`));
    for (const e of wiringOf(g).edges) if (!pairs.has(`${e.from} ${e.to}`)) say("UNCOVERED", s, e.from.split("::").at(-1), e.kind, e.to.split("::").at(-1), e.label ?? "");
  }
});
