import * as pulumi from "@pulumi/pulumi";
import { type Named, nameInputOf, nameKey, namesakeProblem, shownIn } from "../../values/naming/problems.ts";
import { ValueError } from "../../values/problems.ts";
import { perProgram } from "../per-program.ts";
import { isOffline } from "./offline.ts";

/**
 * Makes a deployment end at the second resource of a physical name: CreateQueue, CreateTopic, PutMetricAlarm and the like hand
 * out what is there already, so that two components would share it. Names that are known in the program are compared. Offline
 * the provider finds them, all together. Once per program; safe to call again.
 */
export const refuseNamesakes = perProgram((): void => {
  if (!pulumi.runtime.getStackResource() || isOffline()) return;
  const known = new Map<string, Named>();
  pulumi.runtime.registerResourceTransform(async ({ custom, type, name, props, opts }) => {
    const input = nameInputOf(type);
    if (!custom || input === undefined) return undefined;
    const { provider, parent } = opts as pulumi.CustomResourceOptions;
    // Two providers may be two accounts or regions; the region of the default one is the same for all.
    const account = await urnOf(provider);
    const key = nameKey(type, (name) => props[name], { region: "", account });
    if (key === undefined) return undefined;
    const mine = { type, shown: shownIn(`::::${typesOf(await urnOf(parent))}${type}::${name}`) };
    const other = known.get(key);
    known.set(key, mine);
    if (other === undefined) return undefined;
    throw new ValueError(
      [namesakeProblem(String(props[input]), other, mine)],
      `The program of ${pulumi.getProject()}`,
    );
  });
});

/** The URN of a resource that an option names; empty where none is given. */
function urnOf(resource: pulumi.Resource | undefined): Promise<string> {
  return new Promise((resolve) => {
    if (resource === undefined) resolve("");
    else resource.urn.apply(resolve);
  });
}

/** The chain of types in a parent's URN, as it is in front of its children's; empty for the stack. */
function typesOf(parentUrn: string): string {
  const [, , types = ""] = parentUrn.split("::");
  return types === "" || types === "pulumi:pulumi:Stack" ? "" : `${types}$`;
}

// Under the pulumi CLI the program itself loads the module: names count from here on, also of what it makes without components.
refuseNamesakes();
