/**
 * What the organisation is and has: its accounts, its repository, what all services share. Defaults of services are in
 * `defaults.ts`; the platform team edits both.
 */

interface Fleet {
  /** Stages in which nothing is destroyed unless their name is typed. */
  readonly protectedStages: readonly string[];
  /** Published versions that a function keeps after a deployment, beside those in use, 1 or more; `all` prunes none. */
  readonly versionsKept: number | "all";
}

/** What `npm run fleet` may do: docs/fleet.md. */
export const fleet: Fleet = {
  protectedStages: ["prod"], // What people rely on isn't gone by a slip.
  versionsKept: 5, // Enough to go back to. All versions share the region's 75 GB (AWS: "Lambda quotas").
};
