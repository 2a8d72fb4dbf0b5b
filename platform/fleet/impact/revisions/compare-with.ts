import { workspaceDir } from "../../../values/places.ts";
import { UsageError } from "../../../values/problems.ts";
import { checkOut } from "./checkout.ts";
import { engineKey } from "./engine-key.ts";
import { type Impact, impactOf } from "./impact-of.ts";
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
export async function compareWith({
  services = [],
  base: name,
  stage,
  signal,
}: ComparisonOptions): Promise<Comparison> {
  const repository = await repositoryOf(workspaceDir());
  const base = await baseOf(repository, name);
  const { root, submodules } = await checkOut(repository, base);
  const store = openStore();
  const [before, after] = [new Tree(root, repository.prefix), new Tree(repository.root, repository.prefix)];
  const { selected, without } = select(stagesIn(before.workspace), stagesIn(after.workspace), {
    services,
    stage,
  });
  const both = { stage, store, engine: engineKey(), ...(signal && { signal }) };
  const sides = {
    store,
    now: new Side({ ...both, tree: after }),
    base: new Side({ ...both, tree: before, version: versionOf(before.workspace, base) }),
  };
  const impact = await impactOf(selected, sides);
  store.prune();
  const notes = submodules.map(
    (path) =>
      `${path} is a submodule: its files aren't part of the base, and services that read them count as changed or failed.`,
  );
  return { ...impact, base: `${base.name} (${base.commit.slice(0, 7)})`, stage, without, notes };
}

function openStore(): Store {
  try {
    return new Store();
  } catch (error) {
    throw new UsageError(
      `Results can't be kept: ${(error as Error).message}. Set XDG_CACHE_HOME to a folder that can be written to.`,
    );
  }
}
