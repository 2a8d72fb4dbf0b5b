import { hostname } from "node:os";
import { expect, test } from "vitest";
import {
  areLeftBy,
  isLocked,
  lockedSentence,
  locksIn,
} from "../../../../platform/fleet/deploy/pulumi/locks.ts";

/** What Pulumi 3.259 prints. Source: pkg/backend/diy/lock.go. */
const locked = (host: string) =>
  "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n" +
  `  s3://state/.pulumi/locks/organization/orders/dev/8eaab11a.json: created by root@${host} (pid 12205) at 2026-11-27T13:21:14Z\n`;

test("a lock names who holds it", () => {
  expect(isLocked(locked("ci"))).toBe(true);
  expect(locksIn(locked("ci"))).toEqual([
    { user: "root", host: "ci", pid: 12_205, since: "2026-11-27T13:21:14Z" },
  ]);
  // Pulumi Cloud names nobody. Source: the text that Pulumi's Automation API looks for.
  const conflict = "error: [409] Conflict: Another update is currently in progress.";
  expect([isLocked(conflict), locksIn(conflict), isLocked("error: AccessDenied")]).toEqual([true, [], false]);
});

test("a lock counts as left behind only if this machine's own process, and no other, made it", () => {
  const own = locksIn(locked(hostname()));
  expect(areLeftBy(12_205, own)).toBe(true);
  expect(areLeftBy(99, own)).toBe(false);
  expect(areLeftBy(undefined, own)).toBe(false);
  expect(areLeftBy(12_205, locksIn(locked("another")))).toBe(false);
  expect(areLeftBy(12_205, [...own, ...locksIn(locked("another"))])).toBe(false);
  expect(areLeftBy(12_205, [])).toBe(false);
});

test("another's lock is an error that says who, since when, and what to do", () => {
  expect(lockedSentence(locksIn(locked("ci")), "services/orders", "dev")).toBe(
    "The stack is locked by root@ci (process 12205) since 2026-11-27T13:21:14Z. Wait for its end and run this again. " +
      "If nothing runs there any more: cd services/orders && pulumi cancel --stack dev",
  );
});
