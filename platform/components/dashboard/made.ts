import * as pulumi from "@pulumi/pulumi";

/** A resource of the program. */
export interface Made {
  /** `aws:lambda/function:Function` */
  readonly type: string;
  /** Its logical name. */
  readonly name: string;
  /** Its outputs of these names, together. */
  get<const K extends string>(...properties: K[]): pulumi.Output<{ readonly [P in K]: unknown }>;
}

/**
 * An output of a resource; `undefined` where a resource that exists has none of that name. The SDK (3.270) takes such a one for
 * unknown in previews, so that what is made of it would seem to change each time.
 */
function valueOf(resource: object, property: string): pulumi.Output<unknown> {
  const [value, id] = [Reflect.get(resource, property), Reflect.get(resource, "id")];
  const isKnown = async (one: unknown) => !pulumi.Output.isInstance(one) || Reflect.get(one, "isKnown");
  const known = Promise.all([isKnown(value), isKnown(id)]);
  return pulumi.output(known.then(([ofValue, exists]) => (exists && !ofValue ? undefined : value)));
}

/**
 * Every resource below the stack, sorted by type and name. Children and types are the SDK's private members: nothing else
 * knows resources that a program creates beside the components.
 */
export function madeBelow(stack: object): Made[] {
  const children = Reflect.get(stack, "__childResources") as Iterable<object> | undefined;
  return [...(children ?? [])]
    .flatMap((child): Made[] => [
      {
        type: String(Reflect.get(child, "__pulumiType")),
        name: String(Reflect.get(child, "__name")),
        get: (...properties) =>
          pulumi.all(
            Object.fromEntries(properties.map((property) => [property, valueOf(child, property)])),
          ) as never,
      },
      ...madeBelow(child),
    ])
    .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
}
