import {
  type Class,
  type ClassElement,
  type Expression,
  type Program,
  type PropertyKey,
  Visitor,
} from "oxc-parser";
import { bare, type Edit } from "./syntax.ts";

/**
 * Gives each class that extends another a static `name`, so that it outlives minifying: `error.name` is what a state
 * machine's Catch matches on. The name is the one that Node.js would give (ECMAScript, "NamedEvaluation").
 *
 * A field with a constant value, not a call: esbuild's `keepNames` would cost a call for each function of the SDK at every
 * start, and a call in a source keeps everything beside it from being shaken off.
 */
export function classNames(tree: Program): Edit[] {
  const edits: Edit[] = [];
  const names = new Map<Expression, string>();
  /** Names the class that a place gives its name to, if there is one. */
  const name = (value: Expression | null | undefined, place: string | undefined) => {
    if (value && place !== undefined) names.set(bare(value), place);
  };
  const enter = (node: Class) => {
    const own = node.id?.name ?? names.get(node as Expression);
    if (!own || !node.superClass || node.declare || node.body.body.some(isName)) return;
    const start = node.body.start + 1;
    edits.push({ start, end: start, text: `static name=${JSON.stringify(own)};` });
  };
  new Visitor({
    VariableDeclarator: ({ id, init }) => name(init, id.type === "Identifier" ? id.name : undefined),
    AssignmentExpression: ({ left, right }) =>
      name(right, left.type === "Identifier" ? left.name : undefined),
    AssignmentPattern: ({ left, right }) => name(right, left.type === "Identifier" ? left.name : undefined),
    Property: (property) => name(property.value as Expression, keyOf(property)),
    PropertyDefinition: (property) => name(property.value, keyOf(property)),
    AccessorProperty: (property) => name(property.value, keyOf(property)),
    ExportDefaultDeclaration: ({ declaration }) => name(declaration as Expression, "default"),
    ClassDeclaration: enter,
    ClassExpression: enter,
  }).visit(tree);
  return edits;
}

/** A property's key, where the source tells it. */
function keyOf({ key, computed }: { readonly key: PropertyKey; readonly computed: boolean }) {
  if (key.type === "Literal") return String(key.value);
  if (computed) return undefined;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  return key.type === "Identifier" ? key.name : undefined;
}

/** Whether a member is the class's own static `name`. */
function isName(member: ClassElement): boolean {
  return "static" in member && member.static && "key" in member && keyOf(member) === "name";
}
