import { hostname } from "node:os";

/** A lock of a stack, as Pulumi's own backends (files, S3 and the like) tell of it. */
export interface Lock {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  readonly since: string;
}

const conflict = "Another update is currently in progress";

/** Whether the CLI failed since somebody else works on the stack. */
export const isLocked = (text: string): boolean =>
  text.includes("the stack is currently locked by") || text.includes(conflict);

/** The locks that the CLI names; none for Pulumi Cloud, which names nobody. */
export function locksIn(text: string): Lock[] {
  return [...text.matchAll(/created by (\S+)@(\S+) \(pid (\d+)\) at (\S+)/g)].map(
    ([, user = "", host = "", pid, since = ""]) => ({ user, host, pid: Number(pid), since }),
  );
}

/** Whether all locks were left by a process that this machine started for the stack, and that is gone. */
export function areLeftBy(pid: number | undefined, locks: readonly Lock[]): boolean {
  return locks.length > 0 && locks.every((lock) => lock.pid === pid && lock.host === hostname());
}

/** What to do about a lock that somebody else holds, or may hold. */
export function lockedSentence(locks: readonly Lock[], dir: string, stage: string): string {
  const by = locks.map(({ user, host, pid, since }) => `${user}@${host} (process ${pid}) since ${since}`);
  return (
    `The stack is locked${by.length > 0 ? ` by ${by.join(", ")}` : ": another update is in progress"}. ` +
    "Wait for its end and run this again. If nothing runs there any more: " +
    `cd ${dir} && pulumi cancel --stack ${stage}`
  );
}
