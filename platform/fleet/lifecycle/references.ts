import { graphOf } from "../graph-of.ts";
import { findService, type Service } from "../services.ts";

/** A service that reads the outputs of another one, or whose program can't tell. */
export interface Reference {
  readonly service: string;
  /** The error of a program that doesn't run. */
  readonly error?: string;
}

/**
 * The services, among those named, whose programs read the outputs of a service's stacks. Their graphs tell, whatever the
 * program's words are.
 */
export async function referencesTo(
  name: string,
  others: readonly string[],
  signal?: AbortSignal,
): Promise<Reference[]> {
  const found = await Promise.all(
    others.map(async (other): Promise<Reference[]> => {
      try {
        const service = findService(other);
        const graph = await graphOf(service, { stage: stageOf(service), ...(signal && { signal }) });
        const names = graph.of("pulumi:pulumi:StackReference").map(({ inputs }) => String(inputs.name));
        return names.some((one) => one.split("/").at(-2) === name) ? [{ service: other }] : [];
      } catch (error) {
        signal?.throwIfAborted();
        return [{ service: other, error: (error as Error).message }];
      }
    }),
  );
  return found.flat();
}

const stageOf = ({ stages }: Service): string => (stages.includes("dev") ? "dev" : (stages[0] ?? "dev"));
