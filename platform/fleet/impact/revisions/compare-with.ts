import { rmSync } from "node:fs";
import { workspaceDir } from "../../../values/places.ts";
import { UsageError } from "../../../values/problems.ts";
import { checkOut } from "./checkout.ts";
import { comparisonKey, engineKey } from "./engine-key.ts";
import { type Impact, impactOf } from "./impact-of.ts";
import { judgesOf } from "./judge.ts";
import { impactDir } from "./places.ts";
import { baseOf, repositoryOf } from "./repository.ts";
import { select } from "./select.ts";
import { Side } from "./side.ts";
import { Store } from "./store.ts";
import { Tree } from "./tree.ts";
import { stagesIn, versionOf } from "./versions.ts";

export interface ComparisonOptions {
  /** Names of services. Default: all. */
  readonly services?: readonly string[];
  /** A revision for git. Default: where the branch left the default branch. */
  readonly base?: string;
  readonly stage: string;
  readonly signal?: AbortSignal;
  /** The folder with `services/`. Default: that of the folder where this process runs. */
  readonly workspace?: string;
  /** Folder of what is kept between runs. */
  readonly cache?: string;
}

export interface Comparison extends Impact {
  /** The base as people know it: `v1.2 (3f2a1bc)`. */
  readonly base: string;
  readonly stage: string;
  /** Services that have no stack of this stage. */
  readonly without: readonly string[];
  readonly notes: readonly string[];
}

/** What the files of the workspace as they are now, committed or not, do to services, against a revision. */
export async function compareWith(options: ComparisonOptions): Promise<Comparison> {
  const { services = [], stage, signal, workspace = workspaceDir(), cache = impactDir() } = options;
  const repository = await repositoryOf(workspace);
  const base = await baseOf(repository, options.base);
  const { root, submodules } = await checkOut(repository, base, cache);
  const store = openStore(cache);
  const trees = {
    base: new Tree(root, repository.prefix, { isFixed: true }),
    now: new Tree(repository.root, repository.prefix),
  };
  const { selected, without } = select(stagesIn(trees.base.workspace), stagesIn(trees.now.workspace), {
    services,
    stage,
  });
  const versions = {
    now: versionOf(trees.now.workspace),
    base: versionOf(trees.base.workspace, base),
  };
  const { notes: aboutRules, ...judges } = await judgesOf(versions, store);
  const both = { stage, store, engine: engineKey(), ...(signal && { signal }) };
  const sides = {
    store,
    whole: services.length === 0,
    judges,
    key: comparisonKey(),
    now: new Side({ ...both, tree: trees.now, version: versions.now }),
    base: new Side({ ...both, tree: trees.base, version: versions.base }),
  };
  const impact = await impactOf(selected, sides);
  store.prune();
  // A program has left something there, which no checkout of the revision has.
  if (sides.base.hasWritten) rmSync(root, { recursive: true, force: true });
  const notes = [
    ...aboutRules,
    ...submodules.map(
      (path) =>
        `${path} is a submodule: its files aren't part of the base, and services that read them count as changed or failed.`,
    ),
  ];
  return { ...impact, base: `${base.name} (${base.commit.slice(0, 7)})`, stage, without, notes };
}

function openStore(cache: string): Store {
  try {
    return new Store(cache);
  } catch (error) {
    throw new UsageError(
      `Results can't be kept: ${(error as Error).message}. Set XDG_CACHE_HOME to a folder that can be written to.`,
    );
  }
}
