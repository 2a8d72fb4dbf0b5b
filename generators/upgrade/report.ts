import { type Change, isRemoval, type Outcome } from "./changes.ts";
import { unifiedDiff } from "./unified.ts";
import { type Upgrade, unfinished } from "./upgrade.ts";

/** What each outcome means, as people read it. */
const words: Readonly<Record<Outcome, string>> = {
  added: "new",
  updated: "follows its template",
  merged: "merged with your changes",
  conflict: "conflict: resolve what stands between <<<<<<< and >>>>>>>",
  removed: "removed, as its template is gone",
  moved: "moved here, as its template",
  "moved-away": "moved to where its template is",
  kept: "kept as you changed it; its template is gone",
  "left-out": "stays deleted; its template changed",
  binary: "conflict: it is no text; compare it with the .new file beside it",
  unresolved: "conflicts of an earlier upgrade are still in it",
};

/** What a run did or would do: `--check` and `--dry-run` write nothing. */
export type Mode = "upgrade" | "check" | "dry-run";

/** Results for programs. */
export function asJson(upgrades: readonly Upgrade[], mode: Mode): string {
  const services = upgrades.map(({ name, status, changes }) => ({
    name,
    status: status === "behind" && mode === "upgrade" ? "upgraded" : status,
    files: changes.map(({ path, outcome }) => ({ path, outcome })),
  }));
  return JSON.stringify({ services, conflicts: conflictsOf(upgrades) }, null, 2);
}

/** Results for people. */
export function asText(upgrades: readonly Upgrade[], mode: Mode): string {
  const lines = upgrades.flatMap((upgrade) => serviceLines(upgrade, mode));
  const conflicts = conflictsOf(upgrades);
  const summary =
    mode === "upgrade" && conflicts.length > 0
      ? ["", `${conflicts.length} file(s) to resolve:`, ...conflicts.map((path) => `  ${path}`)]
      : [];
  const behind = upgrades.filter(({ status }) => status === "behind").length;
  const next =
    behind > 0 && mode === "check" ? ["", "Bring them up to date with: npm run upgrade-services"] : [];
  return [...lines, ...summary, ...next].join("\n");
}

export const conflictsOf = (upgrades: readonly Upgrade[]): string[] =>
  upgrades.flatMap((upgrade) => unfinished(upgrade).map((path) => `services/${upgrade.name}/${path}`));

function serviceLines(upgrade: Upgrade, mode: Mode): string[] {
  const { name, status, changes } = upgrade;
  if (status === "unrecorded") return [`${name}: skipped, as it has no service.json: no generator made it`];
  if (status === "current") return [`${name}: up to date`];
  const head = mode === "upgrade" ? "brought up to date" : "behind its templates";
  if (mode === "dry-run") return [`${name}: ${head}`, ...changes.map((change) => diffOf(name, change))];
  const width = Math.max(0, ...changes.map(({ path }) => path.length));
  return [
    `${name}: ${head}${changes.length === 0 ? "; no file of yours changes" : ""}`,
    ...changes.map(({ path, outcome }) => `  ${path.padEnd(width)}  ${words[outcome]}`),
  ];
}

function diffOf(service: string, change: Change): string {
  const { path, outcome, before, after } = change;
  const whole = `services/${service}/${path}`;
  const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString("utf8");
  if (after === undefined && !isRemoval(change)) return `${whole}: ${words[outcome]}`;
  return unifiedDiff(whole, text(before), text(after)).trimEnd();
}
