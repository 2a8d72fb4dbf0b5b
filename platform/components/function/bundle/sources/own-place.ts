import { type CallExpression, type Expression, type Node, type Program, Visitor } from "oxc-parser";
import { bare } from "./syntax.ts";

/** What a source finds at the place where it stands, which is another one in the archive. */
export interface OwnPlace {
  /** `new URL("./mail.html", import.meta.url)`: the literal, with the path that it names. */
  readonly files: readonly { readonly start: number; readonly end: number; readonly path: string }[];
  /** Everything else that looks for files from there. */
  readonly others: readonly Found[];
  /** Loading of modules that bundling doesn't see. */
  readonly loads: readonly Found[];
  /** `const require = createRequire(import.meta.url)`: without it, bundling sees what is required. */
  readonly requires: readonly { readonly start: number; readonly end: number }[];
}

interface Found {
  readonly start: number;
  /** How the source says it. */
  readonly what: string;
  /** Whether it runs when the source is loaded, not only when a function is called. */
  readonly atLoad: boolean;
}

const commonJs = new Set(["__dirname", "__filename"]);

/** Finds what depends on a source's own place. `typeof __dirname` and a variable of that name don't. */
export function ownPlace(tree: Program): OwnPlace {
  const files: { start: number; end: number; path: string }[] = [];
  const others: Found[] = [];
  const loads: Found[] = [];
  const requires: { start: number; end: number }[] = [];
  let depth = 0;
  const found = (start: number, what: string): Found => ({ start, what, atLoad: depth === 0 });
  /** Functions that are called where they stand, as wrappers of whole files are. */
  const called = new Set<Node>();
  const enter = (node: Node) => void (called.has(node) || depth++);
  const leave = (node: Node) => void (called.has(node) || depth--);
  const known = new Set<Node>();
  const declared = new Set<string>();
  new Visitor({
    UnaryExpression: ({ operator, argument }) => void (operator === "typeof" && known.add(argument)),
    FunctionDeclaration: enter,
    "FunctionDeclaration:exit": leave,
    FunctionExpression: enter,
    "FunctionExpression:exit": leave,
    ArrowFunctionExpression: enter,
    "ArrowFunctionExpression:exit": leave,
    VariableDeclaration({ start, end, declarations: [first, second] }) {
      if (second || !first?.init || nameOf(first.id) !== "require" || !isCreateRequire(first.init)) return;
      known.add(first.init);
      requires.push({ start, end });
    },
    VariableDeclarator: ({ id }) => void (id.type === "Identifier" && declared.add(id.name)),
    Property: ({ key, computed }) => void (!computed && known.add(key)),
    CallExpression(node) {
      const { callee, start } = node;
      called.add(callee.type === "MemberExpression" && nameOf(callee) === "call" ? callee.object : callee);
      if (isCreateRequire(node)) {
        known.add(node.arguments[0]!);
        if (!known.has(node)) loads.push(found(start, "createRequire"));
      }
      const ofRequire = callee.type === "MemberExpression" && nameOf(callee.object) === "require";
      if (ofRequire && nameOf(callee) === "resolve") loads.push(found(start, "require.resolve"));
    },
    NewExpression({ start, callee, arguments: [to, from] }) {
      // A path of its own is relative to the working folder, the archive's.
      if (nameOf(callee) === "Worker" && to?.type === "Literal" && /\.[cm]?[jt]s$/.test(String(to.value)))
        others.push(found(start, `new Worker(${to.raw})`));
      if (callee.type !== "Identifier" || callee.name !== "URL" || !from || metaOf(from) !== "url") return;
      known.add(from);
      const literal = to && bare(to as Expression);
      if (literal?.type === "Literal" && typeof literal.value === "string")
        files.push({ start: literal.start, end: literal.end, path: literal.value });
      else others.push(found(from.start, "new URL(..., import.meta.url)"));
    },
    MemberExpression(node) {
      if (!node.computed) known.add(node.property);
      const meta = metaOf(node);
      if (meta && !known.has(node)) others.push(found(node.start, `import.meta.${meta}`));
    },
    Identifier(node) {
      if (commonJs.has(node.name) && !known.has(node)) others.push(found(node.start, node.name));
    },
  }).visit(tree);
  return { files, others: others.filter(({ what }) => !declared.has(what)), loads, requires };
}

/** `createRequire(import.meta.url)`, `module.createRequire(import.meta.url)`. */
const isCreateRequire = (node: Node): node is CallExpression =>
  node.type === "CallExpression" && nameOf(node.callee) === "createRequire" && node.arguments.length === 1;

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
