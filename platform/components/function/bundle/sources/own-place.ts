import { type Expression, type Node, type Program, Visitor } from "oxc-parser";
import { bare } from "./syntax.ts";

/** What a source finds at the place where it stands, which is another one in the archive. */
export interface OwnPlace {
  /** `new URL("./mail.html", import.meta.url)`: the literal, with the path that it names. */
  readonly files: readonly { readonly start: number; readonly end: number; readonly path: string }[];
  /** Everything else that looks for files from there. */
  readonly others: readonly Found[];
  /** Loading of modules that bundling doesn't see. */
  readonly loads: readonly Found[];
}

interface Found {
  readonly start: number;
  /** How the source says it. */
  readonly what: string;
}

const commonJs = new Set(["__dirname", "__filename"]);

/** Finds what depends on a source's own place. `typeof __dirname` and a variable of that name don't. */
export function ownPlace(tree: Program): OwnPlace {
  const files: { start: number; end: number; path: string }[] = [];
  const others: Found[] = [];
  const loads: Found[] = [];
  const known = new Set<Node>();
  const declared = new Set<string>();
  new Visitor({
    UnaryExpression: ({ operator, argument }) => void (operator === "typeof" && known.add(argument)),
    VariableDeclarator: ({ id }) => void (id.type === "Identifier" && declared.add(id.name)),
    Property: ({ key, computed }) => void (!computed && known.add(key)),
    CallExpression({ start, callee, arguments: [from] }) {
      if (!from) return;
      if (nameOf(callee) === "createRequire") {
        known.add(from);
        loads.push({ start, what: "createRequire" });
      }
      const ofRequire = callee.type === "MemberExpression" && nameOf(callee.object) === "require";
      if (ofRequire && nameOf(callee) === "resolve") loads.push({ start, what: "require.resolve" });
    },
    NewExpression({ start, callee, arguments: [to, from] }) {
      // A path of its own is relative to the working folder, the archive's.
      if (nameOf(callee) === "Worker" && to?.type === "Literal" && /\.[cm]?[jt]s$/.test(String(to.value)))
        others.push({ start, what: `new Worker(${to.raw})` });
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
  return { files, others: others.filter(({ what }) => !declared.has(what)), loads };
}

/** The last part of `require`, `module.createRequire`. */
function nameOf(node: Node): string | undefined {
  if (node.type === "MemberExpression" && !node.computed) return nameOf(node.property);
  return node.type === "Identifier" ? node.name : undefined;
}

/** `url` of `import.meta.url`, and so on; undefined for everything else. */
function metaOf(node: Node): string | undefined {
  if (node.type !== "MemberExpression" || node.object.type !== "MetaProperty") return undefined;
  const { property } = node;
  return property.type === "Identifier" && ["url", "dirname", "filename"].includes(property.name)
    ? property.name
    : undefined;
}
