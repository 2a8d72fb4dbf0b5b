import { type Graph, inputsOf, managed, type Resource, reveal } from "../../engine/index.ts";

/** A resource as readers of policies need it; secrets are revealed. */
export interface Thing {
  readonly type: string;
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** `""` for a type without one. */
  readonly arn: string;
}

/** The resources of some programs, found by type and by what other resources call them. */
export class Made {
  /** Those that the programs manage. */
  readonly things: readonly Thing[];
  readonly #byKey = new Map<string, Thing>();

  constructor(graphs: readonly Graph[]) {
    this.things = graphs.flatMap((graph) => managed(graph)).map(thingOf);
    // What a program only looks up is found too.
    for (const thing of graphs
      .flatMap(({ resources }) => resources.filter(({ custom }) => custom))
      .map(thingOf))
      for (const key of namesOf(thing)) {
        const name = `${thing.type} ${key}`;
        this.#byKey.set(`${name} ${thing.inputs.region}`, thing);
        if (!this.#byKey.has(name)) this.#byKey.set(name, thing);
      }
  }

  of(type: string): Thing[] {
    return this.things.filter((thing) => thing.type === type);
  }

  /**
   * The resource of one of the types with this name, id, ARN or URL; of two regions, that of the region which the other resource
   * gives, if any.
   */
  find(types: readonly string[], key: unknown, region?: unknown): Thing | undefined {
    return types
      .map((type) => this.#byKey.get(`${type} ${key} ${region}`) ?? this.#byKey.get(`${type} ${key}`))
      .find((thing) => thing !== undefined);
  }
}

function thingOf(resource: Resource): Thing {
  const outputs = { id: resource.id, ...(reveal(resource.outputs) as Record<string, unknown>) };
  const arn = (outputs as Record<string, unknown>)["arn"];
  return {
    type: resource.type,
    urn: resource.urn,
    inputs: inputsOf(resource),
    outputs,
    arn: typeof arn === "string" ? arn : "",
  };
}

function namesOf({ outputs, inputs }: Thing): unknown[] {
  const { id, arn, name, url, bucket, keyId } = outputs;
  return [id, arn, name, url, bucket, keyId, inputs.name].filter(
    (key) => typeof key === "string" && key !== "",
  );
}

/** A policy's JSON, read once for all requests; what is no JSON stays as it is, and is refused where it is evaluated. */
export function parsed(document: unknown): unknown {
  if (typeof document !== "string") return document;
  try {
    return JSON.parse(document);
  } catch {
    return document;
  }
}
