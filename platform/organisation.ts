/**
 * What the organisation is and has: its accounts, its repository, what all services share, and what commands do for it. Defaults of
 * services are in `defaults.ts`; the platform team edits both.
 */
import type { Stage } from "./settings.ts";
import type { Accounts } from "./values/delivery/accounts.ts";
import type { Delivery, Shared } from "./values/delivery/settings.ts";

/** Where new services are deployed to, in every stage, if nobody says otherwise. */
export const region = "eu-west-1";

/** Where each stage is deployed to: docs/delivery/github.md. Without an id any account is taken, and `prod` warns of it. */
export const accounts: Accounts = { dev: {}, staging: {}, prod: {} };

/** Continuous delivery on GitHub: docs/delivery/github.md. */
export const delivery: Delivery = {
  repository: "",
  owners: {},
  state: { bucket: "", keyArn: "" },
};

/** What the foundation makes for the organisation itself: docs/delivery/foundation.md. */
export const shared: Shared = {
  budget: {
    monthly: 0, // No amount fits every organisation.
    actual: 80, // Time to look before it is spent.
    forecast: 100,
  },
  costAllocationTags: false, // Refused in every account but the one that pays.
  accessLogs: {
    enabled: true, // Whoever asks for it after an incident can't have it any more.
    days: 90, // An incident is often found weeks later.
  },
};

interface Fleet {
  /** Stages in which nothing is destroyed unless their name is typed. */
  readonly protectedStages: readonly string[];
  /** Published versions that a function keeps after a deployment, beside those in use, 1 or more; `all` prunes none. */
  readonly versionsKept: number | "all";
}

/** What `npm run fleet` may do: docs/delivery/fleet.md. */
export const fleet: Fleet = {
  protectedStages: ["prod"], // What people rely on isn't gone by a slip.
  versionsKept: 5, // Enough to go back to. All versions share the region's 75 GB (AWS: "Lambda quotas").
};

/** Settings of `npm run tune`. */
interface Tuning {
  /** AWS Lambda Power Tuning's state machine in the account of each stage; empty while it isn't deployed there. */
  readonly stateMachines: Readonly<Record<Stage, string>>;
  /** Invocations at each memory size. */
  readonly invocations: number;
  /** The part of the fastest and of the slowest invocations at a size that is left out. */
  readonly discard: number;
  readonly strategy: "cost" | "speed" | "balanced";
  /** Days of traffic that the timeout is read off. */
  readonly days: number;
  /** Invocations in those days below which the traffic counts for nothing. */
  readonly leastTraffic: number;
  /** Multiples of the p99 of the duration between which a timeout stays; others are set to the upper one. */
  readonly timeoutFactors: readonly [least: number, most: number];
}

/** Measurements and proposals of `npm run tune`: docs/tuning.md. */
export const tuning: Tuning = {
  stateMachines: { dev: "", staging: "", prod: "" },
  invocations: 20, // Enough for an average of a dozen, few enough to clean up after.
  discard: 0.2, // Cold starts are among them.
  strategy: "balanced", // Neither the cheapest size however slow it is, nor the fastest whatever it costs.
  days: 14, // Two weeks have every weekday twice.
  leastTraffic: 100, // Of fewer invocations a slowest hundredth means nothing.
  timeoutFactors: [2, 3],
};

/** Programs that run offline: for plans, tests and localhost. */
export const programs = {
  /**
   * Seconds without news from a program after which it is ended. A slow machine needs some for the heaviest program, and a
   * build by another tool may take most of a minute.
   */
  silence: 120,
};
