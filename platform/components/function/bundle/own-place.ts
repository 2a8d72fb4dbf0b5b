import { type Expression, type Node, type Program, Visitor } from "oxc-parser";
import { bare } from "./syntax.ts";

/** What a source expects of the place where it stands, which is another one in the archive. */
export interface OwnPlace {
  /** `new URL("./mail.html", import.meta.url)`: the literal, with the path that it names. */
  readonly files: readonly { readonly start: number; readonly end: number; readonly path: string }[];
  /** Everything else that looks for files from there; `what` is its source. */
  readonly others: readonly { readonly start: number; readonly what: string }[];
}

const commonJs = new Set(["__dirname", "__filename"]);

/**
 * Finds what depends on a source's own place. `typeof __dirname`, a variable of that name and `createRequire` don't: the
 * first has an answer anywhere, the others are found where they are used.
 */
export function ownPlace(tree: Program): OwnPlace {
  const files: { start: number; end: number; path: string }[] = [];
  const others: { start: number; what: string }[] = [];
  const known = new Set<Node>();
  const declared = new Set<string>();
  new Visitor({
    UnaryExpression: ({ operator, argument }) => void (operator === "typeof" && known.add(argument)),
    VariableDeclarator: ({ id }) => void (id.type === "Identifier" && declared.add(id.name)),
    Property: ({ key, computed }) => void (!computed && known.add(key)),
    CallExpression({ callee, arguments: [from] }) {
      const name = callee.type === "MemberExpression" ? callee.property : callee;
      if (from && name.type === "Identifier" && name.name === "createRequire") known.add(from);
    },
    NewExpression({ callee, arguments: [to, from] }) {
      if (callee.type !== "Identifier" || callee.name !== "URL" || !from || metaOf(from) !== "url") return;
      known.add(from);
      const literal = to && bare(to as Expression);
      if (literal?.type === "Literal" && typeof literal.value === "string")
        files.push({ start: literal.start, end: literal.end, path: literal.value });
      else others.push({ start: from.start, what: "new URL(..., import.meta.url)" });
    },
    MemberExpression(node) {
      if (!node.computed) known.add(node.property);
      const meta = metaOf(node);
      if (meta && !known.has(node)) others.push({ start: node.start, what: `import.meta.${meta}` });
    },
    Identifier(node) {
      if (commonJs.has(node.name) && !known.has(node)) others.push({ start: node.start, what: node.name });
    },
  }).visit(tree);
  return { files, others: others.filter(({ what }) => !declared.has(what)) };
}

/** `url` of `import.meta.url`, and so on; undefined for everything else. */
function metaOf(node: Node): string | undefined {
  if (node.type !== "MemberExpression" || node.object.type !== "MetaProperty") return undefined;
  const { property } = node;
  return property.type === "Identifier" && ["url", "dirname", "filename"].includes(property.name)
    ? property.name
    : undefined;
}
