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
