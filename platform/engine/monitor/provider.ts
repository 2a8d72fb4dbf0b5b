import type { Properties, Resource } from "../graph/graph.ts";

/** A problem with the inputs of a resource. */
export interface Problem {
  /** Path inside the inputs: `redrivePolicy`, `attributes[0].type`. */
  readonly property: string;
  /** The problem, the value given and the values allowed, in words. */
  readonly reason: string;
}

/** The engine's questions to resource providers. The engine knows no cloud; `platform/provider` answers for AWS. */
export interface Provider {
  /**
   * Checks inputs as the provider's Check would. `undefined` inputs never reach it; `providerInputs` are those of the provider
   * that the resource belongs to.
   */
  check(type: string, inputs: Properties, providerInputs?: Properties): readonly Problem[];
  /** Problems of a program's resources taken together, each for one of them; asked once, when the program has ended. */
  checkTogether?(
    resources: readonly (Pick<Resource, "urn" | "type" | "name" | "inputs"> & {
      /** Of the provider that the resource belongs to. */
      readonly providerInputs: Properties;
    })[],
  ): readonly (Problem & { readonly urn: string })[];
  /**
   * Computes id and outputs of a new resource; in a preview everything that isn't an input is `Unknown`. `foreign`: only the
   * resource's own provider could compute anything; id (as `""`) and outputs are unknown.
   */
  create(
    resource: Pick<Resource, "urn" | "type" | "name" | "inputs">,
    /** `providerInputs` are those of the provider that the resource belongs to, such as its region and default tags. */
    options: { preview: boolean; providerInputs?: Properties },
  ): { id: string; outputs: Properties; foreign?: true };
  /**
   * Makes the parts of a component that another package's plugin builds (`awsx.ecr.Image`): `make` registers a
   * resource below it. Resolves to the component's outputs; undefined for a component that isn't known.
   */
  construct?(
    component: Pick<Resource, "type" | "name" | "inputs">,
    make: (type: string, name: string, inputs: Properties) => Promise<Pick<Resource, "id" | "outputs">>,
  ): Promise<Properties> | undefined;
  /** Outputs of a resource that is looked up, not made; undefined when only its own provider could say. */
  read(resource: Pick<Resource, "type" | "name" | "id" | "inputs">): Properties | undefined;
  /** Result of a provider function; undefined when there is no fixture, which fails the program with a clear error. */
  invoke(token: string, args: Properties): Properties | undefined;
}
