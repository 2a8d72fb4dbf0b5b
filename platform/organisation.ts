/**
 * What the organisation is and has: its accounts, its repository, what all services share. Defaults of services are in
 * `defaults.ts`; the platform team edits both.
 */
import type { Accounts } from "./values/delivery/accounts.ts";
import type { Delivery, Shared } from "./values/delivery/settings.ts";

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
