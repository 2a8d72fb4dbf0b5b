import type { Exception } from "../ledger.ts";
import { checkName } from "../names.ts";
import { checkKeys, shown } from "../problems.ts";
import { isDay } from "./expiry.ts";

/** What an exception states, in the order of examples. */
const fields = ["reason", "owner", "expires"] as const satisfies readonly (keyof Exception)[];

/** Everything wrong with what an exception states about itself. `path` is where its fields are: `tracing.`. */
export function exceptionProblems(given: object, path = "", others: readonly string[] = []): string[] {
  const { reason, owner, expires }: Partial<Record<keyof Exception, unknown>> = given;
  return [
    ...checkKeys(given, [...others, ...fields], path),
    ...(typeof reason === "string" && reason.trim() !== ""
      ? []
      : [`${path}reason: ${shown(reason)} given; a sentence is expected that tells why.`]),
    ...checkName("owner", owner).map((problem) => `${path}owner: ${problem}`),
    ...(isDay(expires)
      ? []
      : [
          `${path}expires: ${shown(expires)} given; the last day that it holds is expected, such as "2027-03-31".`,
        ]),
  ];
}
