import * as pulumi from "@pulumi/pulumi";
import { isObject } from "../values/objects.ts";
import { ValueError } from "../values/problems.ts";
import { isLinkable, type Linkable } from "./link.ts";
import { perProgram } from "./per-program.ts";

/** The value that an export of another program has once it is an output. */
type Exported<T> = T extends pulumi.Output<infer V> ? V : T;

/** Outputs of another service, each an output of this program. */
export type OutputsOf<M> = { readonly [K in keyof M]: pulumi.Output<Exported<M[K]>> };

/** A program that offers links to other services, by names of its choice. */
interface Offering {
  readonly links: Readonly<Record<string, Linkable>>;
}

/** The links that another service offers. */
export type LinksOf<M extends Offering> = {
  readonly [K in keyof M["links"]]: M["links"][K] extends Linkable<infer V> ? Linkable<V> : never;
};

/** Stacks of other services, each looked up once per program. */
const references = perProgram(() => new Map<string, pulumi.StackReference>());

/** The other service's stack of the same stage. */
function stackOf(service: string): pulumi.StackReference {
  const known = references();
  const name = `${pulumi.getOrganization()}/${service}/${pulumi.getStack()}`;
  const reference = known.get(service) ?? new pulumi.StackReference(`${service}-outputs`, { name });
  known.set(service, reference);
  return reference;
}

/**
 * The outputs of another service's stack of the same stage, typed by that service's program:
 * `outputsOf<typeof import("../orders/index.ts")>("orders").queueUrl`. The deployment fails, naming stack and
 * output, when the other service was not deployed or has no such output.
 */
export function outputsOf<M extends object>(service: string): OutputsOf<M> {
  const reference = stackOf(service);
  return new Proxy({} as OutputsOf<M>, {
    // Runtimes and Pulumi ask any object for these, to see whether it is a promise or one of their own.
    get: (_, key) =>
      typeof key === "string" && key !== "then" && key !== "toJSON" && !key.startsWith("__")
        ? reference.requireOutput(key)
        : undefined,
  });
}

/**
 * The links that another service offers in its stack of the same stage: its program exports `links`, such as
 * `{ jobs: queue.send }`, and this one has `link: [(await linksOf<typeof import("../orders/index.ts")>("orders")).jobs]`.
 * A function gets the variable and the actions on the other service's resources that a link within that service would give.
 * Fails when the other service was not deployed or offers something else.
 */
export async function linksOf<M extends Offering>(service: string): Promise<LinksOf<M>> {
  const { value, secretValue } = await stackOf(service).getOutputDetails("links");
  const problems =
    secretValue === undefined
      ? offerProblems(value)
      : ["links: it holds a secret; offer links without secrets, such as a Secret's own."];
  if (problems.length > 0)
    throw new ValueError(problems, `What service ${service} offers to ${pulumi.getProject()}`);
  return value as LinksOf<M>;
}

function offerProblems(offered: unknown): string[] {
  if (offered === undefined)
    return [
      "links: its stack has no such output; export it from the program, as in " +
        "export const links = { jobs: queue.send }, and deploy that service first.",
    ];
  if (!isObject(offered)) return [`links: ${JSON.stringify(offered)} given; links by name are expected.`];
  return Object.entries(offered)
    .filter(([, one]) => !isLinkable(one))
    .map(
      ([name]) =>
        `links.${name}: it is no link; offer one of a component's, such as queue.send or table.read, rather than the component.`,
    );
}
