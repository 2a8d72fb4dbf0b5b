import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formerNameIn } from "./words.ts";

/**
 * The service whose resources in AWS have names that begin with this one: it was called so once. A service that is called so
 * now would meet them.
 */
export function formerlyNamed(services: string, name: string): string | undefined {
  if (!existsSync(services)) return undefined;
  return readdirSync(services).find((other) => {
    const file = join(services, other, "Pulumi.yaml");
    if (other === name || !existsSync(file)) return false;
    const text = readFileSync(file, "utf8");
    return text.includes(name) && formerNameIn(text) === name;
  });
}

/** The sentence on a name that `formerlyNamed` finds. */
export const formerNameProblem = (name: string, holder: string): string =>
  `The resources of ${holder} have names that begin with ${name}, which it was called before it was renamed: those of another ` +
  `service would meet them. Choose another name.`;
