import { type Node, type ObjectExpression, type ObjectProperty, parseSync, Visitor } from "oxc-parser";

/** A source with its tree, comments and lines. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly parsed: ReturnType<typeof parseSync>;
  /** The line of an offset, from 1 on. */
  readonly lineOf: (offset: number) => number;
}

export function sourceOf(file: string, text: string): Source {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return {
    file,
    text,
    parsed: parseSync(file, text, { preserveParens: false }),
    lineOf: (offset) => starts.filter((start) => start <= offset).length,
  };
}

/** The properties of an object that are written out, by their keys. */
export function propertiesOf(object: ObjectExpression): ReadonlyMap<string, ObjectProperty> {
  return new Map(
    object.properties.flatMap((property) => {
      if (property.type !== "Property") return [];
      const key = keyOf(property);
      return key === undefined ? [] : [[key, property] as const];
    }),
  );
}

function keyOf({ key, computed }: ObjectProperty): string | undefined {
  if (key.type === "Literal") return String(key.value);
  return !computed && key.type === "Identifier" ? key.name : undefined;
}

/** The innermost call around a place of the source. */
export function callAt({ parsed, text, lineOf }: Source, line: number, column: number): Node | undefined {
  const lines = text.split("\n").slice(0, line - 1);
  const offset = lines.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  let found: Node | undefined;
  const look = (node: Node) => {
    const narrower = found === undefined || node.end - node.start < found.end - found.start;
    if (node.start <= offset && offset < node.end && lineOf(node.start) <= line && narrower) found = node;
  };
  new Visitor({ CallExpression: look, NewExpression: look }).visit(parsed.program);
  return found;
}

/** Properties of a key anywhere in a part of the source. */
export function propertiesIn({ parsed }: Source, part: Node, key: string): ObjectProperty[] {
  const found: ObjectProperty[] = [];
  new Visitor({
    Property: (property) => {
      const inside = part.start <= property.start && property.end <= part.end;
      if (inside && property.kind === "init" && keyOf(property as ObjectProperty) === key)
        found.push(property as ObjectProperty);
    },
  }).visit(parsed.program);
  return found;
}
