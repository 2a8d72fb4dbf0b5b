import { offline } from "../../values/offline.ts";
import type { Properties, Resource } from "../graph/graph.ts";

/** One thing wrong with the inputs of a resource. */
export interface Problem {
  /** Path inside the inputs: `redrivePolicy`, `attributes[0].type`. */
  readonly property: string;
  /** What is wrong, what was given and what is allowed, in words. */
  readonly reason: string;
}

/** What the engine asks of resource providers. The engine knows no cloud; `platform/provider` answers for AWS. */
export interface Provider {
  /** Checks inputs as the provider's Check would. `undefined` inputs never reach it. */
  check(type: string, inputs: Properties): readonly Problem[];
  /** Computes id and outputs of a new resource; in a preview everything that isn't an input is `Unknown`. */
  create(
    resource: Pick<Resource, "urn" | "type" | "name" | "inputs">,
    /** `providerInputs` are those of the provider that the resource belongs to, such as its region and default tags. */
    options: { preview: boolean; providerInputs?: Properties },
  ): { id: string; outputs: Properties };
  /**
   * What the plugin of another package would make of a component that it builds (`awsx.ecr.Image`): `make` registers a
   * resource below it. Resolves to the component's outputs; undefined for a component that nothing is known about.
   */
  construct?(
    component: Pick<Resource, "type" | "name" | "inputs">,
    make: (type: string, name: string, inputs: Properties) => Promise<Pick<Resource, "id" | "outputs">>,
  ): Promise<Properties> | undefined;
  /** Outputs of a resource that is looked up, not made; undefined when there is no fixture. */
  read(resource: Pick<Resource, "type" | "name" | "id" | "inputs">): Properties | undefined;
  /** Result of a provider function; undefined when there is no fixture, which fails the program with a clear error. */
  invoke(token: string, args: Properties): Properties | undefined;
}

/** The config of a run: its own, and that it is offline. */
export const configOf = ({ config }: RunOptions): Record<string, string> => ({
  [`${offline.namespace}:${offline.key}`]: "true",
  ...config,
});

export interface RunOptions {
  readonly project: string;
  readonly stack: string;
  readonly organization?: string;
  /** Folder of the program (where its Pulumi.yaml is); absolute. */
  readonly dir: string;
  /** The program's file in `dir`. Default: `index.ts`. */
  readonly main?: string;
  /** Full keys (`aws:region`, `users-api:owner`) to values as in the stack file: strings, objects as JSON. */
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  readonly preview?: boolean;
  readonly provider: Provider;
  /** Fully qualified stack name (`organization/orders/dev`) to its outputs. */
  readonly stackReferences?: Readonly<Record<string, Properties>>;
  /** Asked for the outputs of a stack that `stackReferences` doesn't have, once a program reads it; undefined: not known. */
  readonly otherStacks?: (name: string) => Promise<Properties> | undefined;
  /** Called in the program's stack before the program is loaded. In-process runs only. */
  readonly setup?: () => void;
  /** Milliseconds without news from the program after which it counts as stuck. Default: 60,000. */
  readonly idleLimit?: number;
  /** The program itself, in place of the file `main`; what it returns is the stack's outputs. In-process runs only. */
  readonly program?: () => unknown;
}
