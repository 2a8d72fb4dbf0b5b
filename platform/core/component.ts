import * as pulumi from "@pulumi/pulumi";
import type { Kind } from "../settings.ts";
import { checkName, physicalName } from "../values/names.ts";
import type { PhysicalNameKind } from "../values/naming/index.ts";
import { ValueError } from "../values/problems.ts";
import { beginProgram } from "./program.ts";
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

  protected constructor(
    type: string,
    name: string,
    options: pulumi.ComponentResourceOptions = {},
    kind?: Kind,
  ) {
    applyTags();
    refuseNamesakes();
    const problems = checkName("part", name);
    if (problems.length > 0) throw new ValueError(problems, whereOf(type, name));
    super(`platform:index:${type}`, name, {}, options);
    beginProgram();
    this.componentName = name;
    this.kind = kind ?? (options.parent instanceof Component ? options.parent.kind : undefined);
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
