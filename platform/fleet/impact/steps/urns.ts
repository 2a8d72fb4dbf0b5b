export const rootType = "pulumi:pulumi:Stack";

const partsOf = (urn: string) => urn.split("::");

/** Types from the outermost parent down: `platform:index:Queue$aws:sqs/queue:Queue`. */
export const chainOf = (urn: string): string => partsOf(urn)[2] ?? "";

export const typeIn = (urn: string): string => chainOf(urn).split("$").at(-1) ?? "";

/** The logical name; it may have colons itself. */
export const nameIn = (urn: string): string => partsOf(urn).slice(3).join("::");

/** The provider's URN in a reference to it, which ends with its id. */
export const providerUrn = (reference: string): string => reference.slice(0, reference.lastIndexOf("::"));

/** A URN below a chain of parents; the stack itself is left out of it. */
export function urnBelow(
  { project, stack }: { readonly project: string; readonly stack: string },
  chain: string | undefined,
  type: string,
  name: string,
): string {
  const above = chain === undefined || chain === "" || chain === rootType ? "" : `${chain}$`;
  return `urn:pulumi:${stack}::${project}::${above}${type}::${name}`;
}
