import type { Answers } from "./answers.ts";
import type { Init } from "./init.ts";

interface InitResult extends Pick<Init, "folders" | "changes"> {
  readonly answers: Answers;
  readonly dryRun: boolean;
}

/** The result for programs. */
export function initJson({ answers, folders, changes, dryRun }: InitResult): string {
  const files = changes.map(({ path, outcome }) => ({ path, outcome }));
  return JSON.stringify({ status: dryRun ? "planned" : "written", answers, folders, files }, null, 2);
}

/** The result for people. */
export function initText({ answers: { organisation, keep }, folders, changes, dryRun }: InitResult): string {
  const words = { added: "new", updated: "changed", removed: "removed" } as const;
  return [
    dryRun
      ? `The template would become ${organisation}'s own; nothing is written.`
      : `The template is ${organisation}'s own now.`,
    `  examples that stay: ${keep.join(", ") || "none"}`,
    ...folders.map((folder) => `  ${folder}: removed`),
    ...changes.map(
      ({ path, outcome }) =>
        `  ${path}: ${outcome in words ? words[outcome as keyof typeof words] : outcome}`,
    ),
    ...(dryRun
      ? []
      : [
          "Look at it with git diff, run npm test, and commit it by itself. What comes next: docs/services/own.md",
        ]),
  ].join("\n");
}

interface ReleaseResult {
  readonly revision: string;
  /** `M platform/defaults.ts` */
  readonly files: readonly string[];
  readonly conflicts: readonly string[];
  readonly dryRun: boolean;
}

/** A release for programs. */
export function releaseJson({ files, conflicts, dryRun }: ReleaseResult): string {
  const status = files.length === 0 ? "up-to-date" : dryRun ? "planned" : "merged";
  return JSON.stringify({ status, files, conflicts }, null, 2);
}

/** A release for people. */
export function releaseText({ revision, files, conflicts, dryRun }: ReleaseResult): string {
  if (files.length === 0) return `${revision} changes nothing here.`;
  const [head, ...next] = dryRun
    ? [`${revision} would change; nothing is written:`]
    : conflicts.length > 0
      ? [
          `${revision} is merged, with conflicts:`,
          ...conflicts.map((path) => `  conflict: ${path}`),
          "Resolve them as after git merge, or go back by git merge --abort. Then:",
          then,
        ]
      : [`${revision} is merged, to be committed:`, then];
  return [head, ...files.map((file) => `  ${file}`), ...next].join("\n");
}

const then = "npm install, npm run derive, npm run upgrade-services, npm test, git commit.";
