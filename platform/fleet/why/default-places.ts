import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ObjectExpression, ObjectProperty } from "oxc-parser";
import { overlaidStage } from "../../values/layers/layers.ts";
import { platformDir } from "../../values/places.ts";
import { propertiesOf, type Source, sourceOf } from "./syntax.ts";

/** Where a value is written, and the comment that gives its reason. */
export interface Written {
  /** `file:line`. */
  readonly place: string;
  readonly reason: string | undefined;
}

/** Reads `platform/defaults.ts`: line and reason of each value, by the comment on its line, above it, or above its group. */
export class DefaultPlaces {
  readonly #source: Source;
  readonly #tables: ReadonlyMap<string, ObjectExpression>;

  constructor(file = join(platformDir, "platform", "defaults.ts"), text = readFileSync(file, "utf8")) {
    this.#source = sourceOf(file, text);
    this.#tables = tablesOf(this.#source);
  }

  /** Of a value in a table, such as `["stages", "dev"]`, at a setting's path. */
  of(
    [table = "", ...entry]: readonly string[],
    setting: readonly string[],
    stages: object = {},
  ): Written | undefined {
    const keys = table === "stages" ? [overlaidStage(stages, entry[0] ?? "")] : entry;
    let object = this.#tables.get(table);
    let [property, reason]: [ObjectProperty | undefined, string | undefined] = [undefined, undefined];
    for (const key of [...keys, ...setting]) {
      property = object && propertiesOf(object).get(key);
      if (!property) return undefined;
      reason = this.#commentOf(property) ?? reason;
      object = property.value.type === "ObjectExpression" ? property.value : undefined;
    }
    const { file, lineOf } = this.#source;
    return property && { place: `${file}:${lineOf(property.start)}`, reason };
  }

  #commentOf({ start, end }: ObjectProperty): string | undefined {
    const { parsed, lineOf, text } = this.#source;
    const beside = parsed.comments.find(
      (comment) =>
        comment.start >= end &&
        lineOf(comment.start) === lineOf(end) &&
        /^[,;\s]*$/.test(text.slice(end, comment.start)),
    );
    const above = parsed.comments.findLast(
      (comment) => comment.end <= start && text.slice(comment.end, start).trim() === "",
    );
    const alone =
      above && /^\s*$/.test(text.slice(text.lastIndexOf("\n", above.start) + 1, above.start))
        ? above
        : undefined;
    const comment = beside ?? alone;
    return comment && wordsOf(comment.value);
  }
}

/** A comment's words on one line. */
const wordsOf = (comment: string) =>
  comment
    .split("\n")
    .map((line) => line.replace(/^\s*\*+ ?/, "").trim())
    .join(" ")
    .replace(/^\*\s*/, "")
    .trim();

/** The objects that a module exports by name. */
function tablesOf({ parsed }: Source): Map<string, ObjectExpression> {
  const tables = new Map<string, ObjectExpression>();
  for (const statement of parsed.program.body) {
    if (statement.type !== "ExportNamedDeclaration") continue;
    if (statement.declaration?.type !== "VariableDeclaration") continue;
    for (const { id, init } of statement.declaration.declarations) {
      let value = init;
      while (value?.type === "TSAsExpression" || value?.type === "TSSatisfiesExpression")
        value = value.expression;
      if (id.type === "Identifier" && value?.type === "ObjectExpression") tables.set(id.name, value);
    }
  }
  return tables;
}
