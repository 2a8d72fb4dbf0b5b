import * as pulumi from "@pulumi/pulumi";

/** The value that an export of another program has once it is an output. */
type Exported<T> = T extends pulumi.Output<infer V> ? V : T;

/** Outputs of another service, each an output of this program. */
export type OutputsOf<M> = { readonly [K in keyof M]: pulumi.Output<Exported<M[K]>> };

/**
 * The outputs of another service's stack of the same stage, typed by that service's program:
 * `outputsOf<typeof import("../orders/index.ts")>("orders").queueUrl`. The deployment fails, naming stack and
 * output, when the other service was not deployed or has no such output.
 */
export function outputsOf<M extends object>(service: string): OutputsOf<M> {
  const reference = new pulumi.StackReference(`${service}-outputs`, {
    name: `${pulumi.getOrganization()}/${service}/${pulumi.getStack()}`,
  });
  return new Proxy({} as OutputsOf<M>, {
    // Runtimes and Pulumi ask any object for these, to see whether it is a promise or one of their own.
    get: (_, key) =>
      typeof key === "string" && key !== "then" && key !== "toJSON" && !key.startsWith("__")
        ? reference.requireOutput(key)
        : undefined,
  });
}
