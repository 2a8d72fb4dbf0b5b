import { guarded } from "../../guarded.ts";
import type { Defaults, Kind } from "../../settings.ts";
import {
  entryOf,
  overrideProblems,
  plainProblems,
  type SettingProblem,
  type Unwrapped,
  unwrap,
} from "../../values/exceptions/guard.ts";
import { type Layer, merged } from "../../values/layers/layers.ts";
import { isTree, overlay, type Tree } from "../../values/layers/tree.ts";
import type { OverrideInputs } from "../../values/ledger.ts";
import { decidedLayers, layersOf, type OwnSettings, settingsOf } from "../settings.ts";
import { configRefusal, configured } from "../stack-config.ts";

/** An override that holds, and the layer that states it. */
export interface Entry {
  readonly layer: Layer["layer"];
  readonly inputs: OverrideInputs;
}

interface Held {
  readonly settings: Defaults;
  /** Guarded settings that the program sets without a reason. */
  readonly refused: readonly SettingProblem[];
  readonly entries: readonly Entry[];
  /** What the program sets, as inputs of the component: plain values only. */
  readonly inputs: { readonly settings?: Tree; readonly sourceSettings?: Tree };
}

/** Called in the program by its last key: `tracing`. */
const argument = (path: readonly string[]) => path.at(-1)!;

/** The settings of a component, and what its program and its stack state about them. Throws for mistakes in the stack's config. */
export function held(kind: Kind | undefined, own: OwnSettings): Held {
  const decided = merged(decidedLayers(kind));
  const stack = configured(own.functionName);
  const unexplained = stack.flatMap(({ given, place }) => plainProblems(given, { decided, guarded, place }));
  if (unexplained.length > 0) throw configRefusal(unexplained.map(({ problem }) => problem));
  const args = unwrap(overlay<Tree>(own.args ?? {}, own.source ?? {}), guarded);
  const [settings, sourceSettings] = [own.args, own.source].map((given) =>
    recorded(unwrap(given ?? {}, guarded).values),
  );
  return {
    settings: settingsOf(kind, own),
    refused: [
      ...plainProblems(args, { decided, guarded, place: argument }),
      ...overrideProblems(args, argument),
    ],
    entries: entriesOf([...stack, { layer: "args", given: args }], decided, layersOf(kind, own)),
    inputs: { ...(settings && { settings }), ...(sourceSettings && { sourceSettings }) },
  };
}

/** The overrides of each layer that no higher layer makes void. Those for the whole stack hold for other components in any case. */
function entriesOf(
  given: readonly { readonly layer: Layer["layer"]; readonly given: Unwrapped }[],
  decided: Tree,
  layers: readonly Layer[],
): Entry[] {
  const found = given.flatMap(({ layer, given: { overrides } }) => {
    const below = merged(
      layers.slice(
        0,
        layers.findIndex((one) => one.layer === layer),
      ),
    );
    return [...overrides].flatMap(([setting, override]): Entry[] => {
      const inputs = entryOf(setting, override, { decided, below });
      return inputs ? [{ layer, inputs }] : [];
    });
  });
  const voided = ({ layer, inputs }: Entry) =>
    layer === "function" &&
    found.some((other) => other.layer === "args" && other.inputs.setting === inputs.setting);
  return found.filter((entry) => !voided(entry));
}

/** The part of a tree that is plain: values known later, and what the checks of the component refuse, are left out. */
function recorded(tree: Tree): Tree | undefined {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
    if (isPlain(value)) return [[key, value]];
    const below =
      isTree(value) && Object.getPrototypeOf(value) === Object.prototype ? recorded(value) : undefined;
    return below ? [[key, below]] : [];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const isPlain = (value: unknown): boolean =>
  ["string", "boolean"].includes(typeof value) ||
  Number.isFinite(value) ||
  (Array.isArray(value) && value.every(isPlain));
