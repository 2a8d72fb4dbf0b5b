import { type Properties, Secret } from "../graph/graph.ts";
import { EngineError } from "../wire/engine-error.ts";
import type { StackOptions } from "./stack-options.ts";

/** The result of reading a `pulumi.StackReference`: outputs that the run was given. */
export async function stackOutputs(options: StackOptions, name: string): Promise<Properties> {
  const known = options.stackReferences ?? {};
  const outputs = known[name] ?? (await options.otherStacks?.(name));
  if (!outputs) {
    const names = Object.keys(known);
    throw new EngineError(
      `the program reads the outputs of stack ${name}, which are not known offline; ` +
        `pass them as stackReferences: { "${name}": { ... } } (${names.length > 0 ? `known: ${names.join(", ")}` : "none are known"})`,
    );
  }
  const secretOutputNames = Object.keys(outputs).filter((key) => holdsSecret(outputs[key]));
  return { name, outputs, secretOutputNames };
}

/** As the real engine does: an output with a secret anywhere in it is one. */
function holdsSecret(value: unknown): boolean {
  if (value instanceof Secret) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}
