/**
 * The shape of an input, read from the declarations of @pulumi/aws. `ref` names an entry of the schema's
 * `nested`; `asset` is a file or archive.
 */
export type Shape =
  | "string"
  | "number"
  | "boolean"
  | "any"
  | "asset"
  | { readonly array: Shape }
  | { readonly map: Shape }
  | { readonly ref: string }
  | { readonly enum: readonly (string | number)[] }
  | { readonly anyOf: readonly Shape[] };

export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly shape: Shape;
}

/** Gives the values of an enum such as `enums.lambda.Runtime`. */
export type Enums = (name: string) => readonly (string | number)[] | undefined;

const comments = /\/\*\*[\s\S]*?\*\//g;

/** The text between the braces of a class or interface; undefined when the file doesn't declare it. */
export function bodyOf(
  text: string,
  kind: "interface" | "class",
  name: string,
  indent = "",
): string | undefined {
  const head = new RegExp(
    `\\n${indent}(?:export )?(?:declare )?${kind} ${name}(?: extends [\\w.]+)? \\{\\n`,
  ).exec(text);
  if (!head) return undefined;
  const start = head.index + head[0].length;
  // The generated files are indented without exception, so the closing brace is the next one at this depth.
  const end = text.indexOf(`\n${indent}}`, start - 1);
  return end < 0 ? undefined : text.slice(start, end).replace(comments, "");
}

/** Members of an interface's body. */
export function membersOf(body: string, enums: Enums): Member[] {
  const reader = new Reader(body, enums);
  const members: Member[] = [];
  while (!reader.done()) members.push(reader.member());
  return members;
}

/** Reads the few forms of types that the generator of @pulumi/aws writes. */
class Reader {
  readonly #tokens: string[];
  readonly #enums: Enums;
  #at = 0;

  constructor(text: string, enums: Enums) {
    this.#tokens = text.match(/"[^"]*"|[\w$.]+|=>|[^\s]/g) ?? [];
    this.#enums = enums;
  }

  done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  #take(): string {
    return this.#tokens[this.#at++] ?? "";
  }

  #skip(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  member(): Member {
    this.#skip("readonly");
    const name = this.#take().replaceAll('"', "");
    const optional = this.#skip("?");
    if (!this.#skip(":")) throw new Error(`cannot read the declaration of ${name}`);
    const shape = this.#type();
    this.#skip(";");
    return { name, required: !optional, shape };
  }

  #type(): Shape {
    const parts: Shape[] = [];
    do {
      const part = this.#operand();
      if (part !== undefined) parts.push(part);
    } while (this.#skip("|"));
    const flat = parts.flatMap((part) => (typeof part === "object" && "anyOf" in part ? part.anyOf : [part]));
    const literals = flat.flatMap((part) => (typeof part === "object" && "enum" in part ? part.enum : []));
    const others = flat.filter((part) => typeof part !== "object" || !("enum" in part));
    // `string | SomeEnum` lists the values known when it was generated; others are let through.
    const all: Shape[] =
      literals.length > 0 && !others.includes("string") ? [...others, { enum: literals }] : others;
    const distinct = all.filter(
      (part, i) => all.findIndex((p) => JSON.stringify(p) === JSON.stringify(part)) === i,
    );
    return distinct.length === 1 ? distinct[0]! : distinct.length === 0 ? "any" : { anyOf: distinct };
  }

  /** One member of a union; undefined for `undefined`. */
  #operand(): Shape | undefined {
    let shape = this.#primary();
    while (this.#skip("[")) {
      this.#skip("]");
      shape = { array: shape ?? "any" };
    }
    return shape;
  }

  #primary(): Shape | undefined {
    const token = this.#take();
    if (token === "{") return this.#object();
    if (token === "(") return this.#closed(")");
    if (token.startsWith('"')) return { enum: [token.slice(1, -1)] };
    if (token === "undefined" || token === "null") return undefined;
    if (token === "string" || token === "number" || token === "boolean") return token;
    if (token === "true" || token === "false") return "boolean";
    if (token === "Record") {
      this.#skip("<");
      this.#type();
      this.#skip(",");
      return { map: this.#closed(">") };
    }
    if (this.#skip("<")) return this.#closed(">");
    if (token.startsWith("inputs.")) return { ref: token.slice("inputs.".length) };
    if (token.startsWith("enums.")) {
      const values = this.#enums(token.slice("enums.".length));
      return values ? { enum: values } : "string";
    }
    if (token.startsWith("pulumi.asset.")) return "asset";
    // Any other type names a resource (`string | Role`), which reaches a provider as its id or ARN, or an alias of string.
    return token === "any" || token === "unknown" ? "any" : "string";
  }

  #closed(end: string): Shape {
    const shape = this.#type();
    this.#skip(end);
    return shape;
  }

  #object(): Shape {
    if (!this.#skip("[")) {
      for (let depth = 1; depth > 0 && !this.done(); ) {
        const token = this.#take();
        depth += token === "{" ? 1 : token === "}" ? -1 : 0;
      }
      return "any";
    }
    // `{ [key: string]: T; }`
    while (!this.done() && !this.#skip("]")) this.#take();
    this.#skip(":");
    const shape = this.#type();
    this.#skip(";");
    this.#skip("}");
    return { map: shape };
  }
}
