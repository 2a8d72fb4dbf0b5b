import { policies } from "../../policies/index.ts";
import { switchProblems } from "../../policies/switches.ts";
import type { FleetCheck } from "./check.ts";

/** Switches of rules that mean no rule or no level, and so nothing. */
export const wrongSwitches: FleetCheck = () =>
  switchProblems(policies).map((problem) => ({
    check: "wrong-switches",
    severity: "error",
    services: [],
    message: problem,
    remedy: "Mend it in platform/rules.ts; docs/policies.md has the rules.",
  }));
