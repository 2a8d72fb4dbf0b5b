import type { Problem } from "../../platform/values/problems.ts";
import type { Removal } from "./remove.ts";

interface RemovalResult {
  readonly removal: Removal;
  /** Names of its stacks that are left in the backend. */
  readonly stacks: readonly string[];
  /** What would have kept it. */
  readonly despite: readonly Problem[];
  readonly dryRun: boolean;
}

/** The result for programs. */
export function removalJson({ removal: { name, changes }, stacks, despite, dryRun }: RemovalResult): string {
  const files = changes.map(({ path }) => path);
  return JSON.stringify({ status: dryRun ? "planned" : "removed", name, files, stacks, despite }, null, 2);
}

/** The result for people. */
export function removalText({ removal: { name, changes }, stacks, despite, dryRun }: RemovalResult): string {
  return [
    dryRun ? `services/${name} would be removed; nothing is.` : `services/${name} is removed.`,
    ...changes.map(
      ({ path, outcome }) => `  ${path}: ${outcome === "removed" ? "removed too" : "without its lines"}`,
    ),
    ...listed(
      "Despite",
      despite.map(({ where, problem }) => `${where}: ${problem}`),
    ),
    ...listed(
      "Its stacks are still in the backend",
      stacks.map((stack) => `pulumi stack rm ${stack}`),
    ),
  ].join("\n");
}

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
