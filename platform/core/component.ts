import * as pulumi from "@pulumi/pulumi";
import type { Defaults, Kind } from "../settings.ts";
import type { SettingProblem } from "../values/exceptions/guard.ts";
import { kindOfType } from "../values/layers/kinds.ts";
import { checkName, physicalName } from "../values/names.ts";
import type { PhysicalNameKind } from "../values/naming/index.ts";
import { ValueError } from "../values/problems.ts";
import { enter } from "./ledger/enter.ts";
import { held } from "./ledger/held.ts";
import { beginProgram } from "./program.ts";
import type { OwnSettings } from "./settings.ts";
import { namedAs } from "./stack/named-as.ts";
import { refuseNamesakes } from "./stack/namesakes.ts";
import { applyTags } from "./tags.ts";

/**
 * Changes a part of a component, above every other setting: an object is laid over the part's args, a function
 * may change or replace them, and gets the part's resource options to change.
 */
export type Transform<Args> =
  | Partial<Args>
  | ((args: Args, options: pulumi.CustomResourceOptions) => Args | undefined);

/** Base of every component: its parts are its children and carry the organisation's tags. */
export abstract class Component extends pulumi.ComponentResource {
  /** The kind of service whose defaults hold for this component; that of the parent when it has none of its own. */
  readonly kind: Kind | undefined;
  /** Logical name, the prefix of its parts' names. */
  readonly componentName: string;

  /** The settings that hold for it. */
  protected readonly settings: Defaults;
  readonly #type: string;
  readonly #refused: readonly SettingProblem[];

  /** `own` is what the program sets for the component; the engine gets it as the component's inputs. */
  protected constructor(
    type: string,
    name: string,
    options: pulumi.ComponentResourceOptions = {},
    own: OwnSettings = {},
  ) {
    applyTags();
    refuseNamesakes();
    const problems = checkName("part", name);
    if (problems.length > 0) throw new ValueError(problems, whereOf(type, name));
    const { parent } = options;
    const kind = kindOfType(type) ?? (parent instanceof Component ? parent.kind : undefined);
    const { settings, refused, entries, inputs } = held(kind, own);
    super(`platform:index:${type}`, name, inputs, options);
    beginProgram();
    this.#type = type;
    this.componentName = name;
    this.kind = kind;
    this.settings = settings;
    this.#refused = refused;
    if (refused.length === 0) enter(this, name, entries);
  }

  /**
   * Throws a `ValueError` with everything wrong with the component: the problems given, and guarded settings without a reason.
   * Called before the first part is made.
   */
  protected refuse(problems: readonly string[]): void {
    const named = (setting: string) => `${setting.split(".").at(-1)}:`;
    const guard = this.#refused.filter(
      ({ setting }) => !problems.some((problem) => problem.startsWith(named(setting))),
    );
    const all = [...problems, ...guard.map(({ problem }) => problem)];
    if (all.length > 0) throw new ValueError(all, whereOf(this.#type, this.componentName));
  }

  /** Args and options of a part after its transform. Parts belong to the component: it is their parent. */
  part<Args>(
    transform: Transform<Args> | undefined,
    args: Args,
    options: pulumi.CustomResourceOptions = {},
  ): [Args, pulumi.CustomResourceOptions] {
    const merged: pulumi.CustomResourceOptions = { parent: this, ...options };
    if (transform === undefined) return [args, merged];
    if (typeof transform === "function") return [transform(args, merged) ?? args, merged];
    return [{ ...args, ...transform }, merged];
  }
}

/** `Gateway "api" of service users-api`: a component's name in errors. */
export function whereOf(type: string, name: string): string {
  return `${type} "${name}" of service ${pulumi.getProject()}`;
}

/** The physical name of a part: service, stage and name, within AWS's limit. */
export function nameOf(kind: PhysicalNameKind, name: string, suffix = ""): string {
  return physicalName(kind, [namedAs(), pulumi.getStack(), name], suffix);
}
