import { type Decision, evaluate, type Policies, type Request } from "../../access/index.ts";
import type { Graph } from "../../engine/index.ts";
import { UsageError } from "../../values/problems.ts";
import { identityPolicies } from "./identity-policies.ts";
import { Made } from "./made.ts";
import { type Attached, resourcePolicies } from "./resource-policies.ts";

/**
 * What the policies of some programs allow: those of roles, of boundaries, and of resources with the ones that AWS gives when a
 * program gives none. Programs of one account that use each other's resources belong together.
 */
export class Access {
  readonly #made: Made;
  readonly #attached: readonly Attached[];
  readonly #identities = new Map<string, Pick<Policies, "identity" | "boundary">>();

  /** Throws a `UsageError` with every policy that can't be read. */
  constructor(graphs: readonly Graph[]) {
    this.#made = new Made(graphs);
    this.#attached = resourcePolicies(this.#made);
  }

  /** AWS's verdict. Throws a `UsageError` for a role that none of the programs makes, or a policy of AWS's own. */
  decide(request: Request): Decision {
    return evaluate({ ...request, resource: this.#keyOf(request.resource) }, this.policiesFor(request));
  }

  /** The policies that a request meets, as JSON. Throws as `decide`. */
  policiesFor({ principal, resource: asked }: Request): Policies {
    const resource = this.#keyOf(asked);
    const governing = this.#attached.filter(({ governs }) => governs(resource));
    const given = governing.filter(({ byAws }) => !byAws);
    return {
      ...("role" in principal && this.#identityOf(principal.role)),
      resource: (given.length > 0 ? given : governing).map(({ document }) => document),
    };
  }

  #identityOf(role: string): Pick<Policies, "identity" | "boundary"> {
    const known = this.#identities.get(role) ?? identityPolicies(this.#made, role);
    this.#identities.set(role, known);
    return known;
  }

  /** The key behind an alias: policies are about keys. */
  #keyOf(arn: string): string {
    const alias = /^arn:[\w-]+:kms:[^:]*:[^:]*:(alias\/.+)$/.exec(arn)?.[1];
    if (alias === undefined) return arn;
    const target = this.#made.find(["aws:kms/alias:Alias"], alias)?.inputs.targetKeyId;
    const key = this.#made.find(["aws:kms/key:Key"], target);
    if (!key) throw new UsageError(`None of the programs makes the key behind ${arn}.`);
    return key.arn;
  }
}
