import type { Graph } from "../../engine/graph/graph.ts";
import type { Fields } from "../graph/fields.ts";
import { type Part, readParts } from "../graph/part.ts";

export interface TablePart extends Part {
  readonly physicalName: string;
  readonly attributes: readonly { name: string; type: string }[];
  readonly hashKey: string;
  readonly rangeKey: string | undefined;
  readonly globalIndexes: readonly IndexPart[];
  readonly localIndexes: readonly IndexPart[];
  readonly ttlAttribute: string | undefined;
}

export interface IndexPart {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey: string | undefined;
  readonly projection: string;
  readonly nonKeyAttributes: readonly string[];
}

export function readTables(graph: Graph): TablePart[] {
  return readParts(graph, "aws:dynamodb/table:Table", (f, resource) => {
    const ttl = f.object("ttl");
    return {
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
