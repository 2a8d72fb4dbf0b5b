import type { Graph, Resource } from "../../engine/graph/graph.ts";
import { constantCase } from "../../values/names.ts";
import { Fields } from "../graph/fields.ts";

/** A parameter of SSM or a secret of Secrets Manager, with its value where the program has one. */
export interface StoredValue {
  readonly kind: "parameter" | "secret";
  readonly physicalName: string;
  readonly arn: string;
  /** Its name in `.env.local`: the component's name, as in the variable that linking sets. */
  readonly variable: string;
  readonly secure: boolean;
  readonly value: string | undefined;
}

/** Stands in config for a value that only the stack's own key can decrypt. */
const encrypted = "[encrypted]";

export function readValues(graph: Graph): StoredValue[] {
  const versions = graph.of("aws:secretsmanager/secretVersion:SecretVersion").map(Fields.of);
  const parameters = graph.of("aws:ssm/parameter:Parameter").map((resource) => {
    const f = Fields.of(resource);
    return stored(graph, resource, "parameter", f.text("value") ?? f.text("insecureValue"));
  });
  const secrets = graph.of("aws:secretsmanager/secret:Secret").map((resource) => {
    const arn = Fields.of(resource).needed("arn");
    const version = versions.find((each) => each.text("secretId") === arn);
    return stored(graph, resource, "secret", version?.text("secretString"));
  });
  return [...parameters, ...secrets];
}

function stored(
  graph: Graph,
  resource: Resource,
  kind: StoredValue["kind"],
  value: string | undefined,
): StoredValue {
  const f = Fields.of(resource);
  const parent = resource.parent === undefined ? undefined : graph.byUrn(resource.parent);
  // The component around a parameter or secret has the same word for its type, and the name that a person gave.
  const owner = parent && typeWord(parent) === typeWord(resource) ? parent : resource;
  return {
    kind,
    physicalName: f.text("name") ?? resource.name,
    arn: f.needed("arn"),
    variable: constantCase(owner.name),
    secure: kind === "secret" || f.text("type") === "SecureString",
    value: value === encrypted ? undefined : value,
  };
}

/** `Secret` of `aws:secretsmanager/secret:Secret` and of `platform:index:Secret`. */
function typeWord({ type }: Resource): string | undefined {
  return type.split(":").at(-1);
}
