import { join, resolve } from "node:path";
import { ValueError } from "../platform/values/problems.ts";
import { check, flagOf, type Problem } from "./answers/problems.ts";
import type { Kind } from "./kinds/index.ts";
import type { Told } from "./kinds/question.ts";
import { type PlannedFile, plan } from "./render/render.ts";
import { refuseExisting, write } from "./write.ts";

/** Root of this repository: the default place of `services/`. */
const repository = join(import.meta.dirname, "..");

/** Where a service of a name is, or would be; `root` holds `services/`, and is this repository unless given. */
export const folderOf = (name: string, root = repository): string => resolve(root, "services", name);

export interface Created {
  readonly kind: Kind;
  readonly name: string;
  /** Absolute path of the service's folder. */
  readonly folder: string;
  readonly files: readonly PlannedFile[];
}

/** Thrown for answers that can't be used; holds every problem. */
export class AnswersError extends ValueError {
  readonly details: readonly Problem[];
  constructor(details: readonly Problem[]) {
    super(details.map(describe), "The input");
    this.details = details;
  }
}

/** A problem on one line, starting with the flag it is about. */
export const describe = ({ where, problem }: Problem): string =>
  `${where.startsWith("-") || where === "kind" ? where : `--${flagOf(where)}`}: ${problem}`;

/**
 * Makes a service of what was told, or throws AnswersError or ExistsError and leaves nothing behind. The one action of
 * the command and of plop, so the checks are here and not only in prompts, which plop's `runActions` skips.
 */
export async function create(
  kind: string | undefined,
  told: Told,
  options: { readonly root?: string; readonly dryRun?: boolean; readonly signal?: AbortSignal } = {},
): Promise<Created> {
  const checked = check(kind, told);
  if (!checked.ok) throw new AnswersError(checked.problems);
  const name = String(checked.answers.name);
  const folder = folderOf(name, options.root);
  refuseExisting(folder);
  const files = plan(checked.kind, checked.answers);
  if (!options.dryRun) await write(files, folder, options);
  return { kind: checked.kind, name, folder, files };
}
