import type { Graph, Resource } from "../../engine/graph/graph.ts";
import { Fields } from "../graph/fields.ts";
import type { IndexPart, Part, TablePart } from "../graph/types.ts";

export function readTables(graph: Graph, named: (r: Resource) => Part): TablePart[] {
  return graph.of("aws:dynamodb/table:Table").map((resource) => {
    const f = Fields.of(resource);
    const ttl = f.object("ttl");
    return {
      ...named(resource),
      physicalName: f.text("name") ?? resource.name,
      attributes: f
        .list("attributes")
        .map((each) => ({ name: each.needed("name"), type: each.needed("type") })),
      hashKey: f.needed("hashKey"),
      rangeKey: f.text("rangeKey"),
      globalIndexes: f
        .list("globalSecondaryIndexes")
        .map((each) => readIndex(each, each.text("hashKey") ?? "")),
      localIndexes: f.list("localSecondaryIndexes").map((each) => readIndex(each, f.needed("hashKey"))),
      ttlAttribute: ttl.flag("enabled") === false ? undefined : ttl.text("attributeName"),
    };
  });
}

function readIndex(f: Fields, hashKey: string): IndexPart {
  // The provider also takes an index's keys as a list, which is AWS's own form.
  const schema = f.list("keySchemas");
  const ofType = (type: string) =>
    schema.find((each) => each.text("keyType") === type)?.text("attributeName");
  return {
    name: f.needed("name"),
    hashKey: hashKey || ofType("HASH") || "",
    rangeKey: f.text("rangeKey") ?? ofType("RANGE"),
    projection: f.text("projectionType") ?? "ALL",
    nonKeyAttributes: f.texts("nonKeyAttributes"),
  };
}
