import { dirname, join } from "node:path";
import { givenPath, workspaceDir } from "../platform/values/places.ts";
import { UsageError } from "../platform/values/problems.ts";
import { flagOf } from "./answers/flags.ts";
import { check, type Problem } from "./answers/problems.ts";
import type { Kind } from "./kinds/index.ts";
import type { Told } from "./kinds/question.ts";
import { formerlyNamed, formerNameProblem } from "./rename/taken.ts";
import type { PlannedFile } from "./render/file.ts";
import { plan } from "./render/render.ts";
import { refuseExisting, write } from "./write.ts";

/** Folder of a service by its name, made or not; `root` holds `services/`. Default: the workspace. */
export const folderOf = (name: string, root = workspaceDir()): string =>
  join(givenPath(root), "services", name);

export interface Created {
  readonly kind: Kind;
  readonly name: string;
  /** Absolute path of the service's folder. */
  readonly folder: string;
  readonly files: readonly PlannedFile[];
}

/** The error for answers that can't be used; each problem has the flag that it is about. */
export const refusal = (problems: readonly Problem[]): UsageError =>
  new UsageError(problems.map(({ where, problem }) => ({ where: flagged(where), problem })));

const flagged = (where: string): string =>
  where.startsWith("-") || where === "kind" || where === "arguments" ? where : `--${flagOf(where)}`;

/**
 * Makes a service of the answers, or throws UsageError or ExistsError and leaves nothing behind. The one action of
 * the command and of plop, so the checks are here and not only in prompts, which plop's `runActions` skips.
 */
export async function create(
  kind: string | undefined,
  told: Told,
  options: { readonly root?: string; readonly dryRun?: boolean; readonly signal?: AbortSignal } = {},
): Promise<Created> {
  const checked = check(kind, told);
  if (!checked.ok) throw refusal(checked.problems);
  const name = String(checked.answers.name);
  const folder = folderOf(name, options.root);
  refuseExisting(folder);
  const holder = formerlyNamed(dirname(folder), name);
  if (holder) throw refusal([{ where: "name", problem: formerNameProblem(name, holder) }]);
  const files = plan(checked.kind, checked.answers);
  if (!options.dryRun) await write(files, folder, options);
  return { kind: checked.kind, name, folder, files };
}
