import { createHash } from "node:crypto";

/** Names of a behaviour's part. */
export interface PartNames {
  /** Holds the pattern as it is, since it reads well in a preview. */
  readonly logical: string;
  /** Holds only letters, digits and hyphens, as AWS wants. */
  readonly physical: string;
}

export function partNames(
  name: string,
  { pattern }: { readonly pattern: string | undefined },
  suffix?: string,
): PartNames {
  const joined = (at: string | undefined) =>
    [name, at, suffix].filter((part) => part !== undefined).join("-");
  return { logical: joined(pattern), physical: joined(pattern && slug(pattern)) };
}

/** The hash keeps patterns apart that differ in signs only. */
function slug(pattern: string): string {
  const words = pattern.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  const hash = createHash("sha256").update(pattern).digest("hex").slice(0, 5);
  return words === "" ? hash : `${words}-${hash}`;
}
