import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { type BuildFailure, build, type Message, type Plugin } from "esbuild";
import { platformDir } from "../../../values/places.ts";
import { bundleError, describe } from "../../function/bundle/problems.ts";

/** One of the handlers that a CloudFront Function calls, in order. */
export interface Step {
  /** Its name in error messages: `redirects`, or the path of a file. */
  readonly title: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** The export to call. */
  readonly name: string;
  /** Argument beside the event. */
  readonly data?: unknown;
  /** Whether it may return a promise. */
  readonly async: boolean;
}

/** Events at which CloudFront calls a CloudFront Function. */
export type ViewerEvent = "viewer-request" | "viewer-response";

/** Bytes of a function's code. Source: "Quotas" of CloudFront, "Quotas on CloudFront Functions". */
const maxBytes = 10 * 1024;

/** Features of the runtime beyond ES 5.1. Source: "JavaScript runtime 2.0 features for CloudFront Functions". */
const supported = {
  arrow: true,
  "async-await": true,
  "const-and-let": true,
  "exponent-operator": true,
  "regexp-named-capture-groups": true,
  "rest-argument": true,
  "template-literal": true,
};

/** The runtime's own modules; each has a default export only. */
const provided = ["buffer", "cloudfront", "crypto", "querystring"];

/** Keeps imports of the runtime's own modules, and refuses those of Node.js by name. */
const modules: Plugin = {
  name: "cloudfront-modules",
  setup({ onResolve }) {
    onResolve({ filter: /^[a-z]/ }, ({ path }) => {
      const name = path.replace(/^node:/, "");
      if (provided.includes(name)) return { path: name, external: true };
      if (path.startsWith("node:"))
        return {
          errors: [
            {
              text: `CloudFront Functions have no ${path}; they have ${provided.join(", ")}, or use Lambda@Edge (lambdaEdge)`,
            },
          ],
        };
      return undefined;
    });
  },
};

/**
 * The code of one CloudFront Function that calls several handlers, since CloudFront takes one function for each event.
 * A request passes through the handlers in order until one answers.
 *
 * Throws a `BundleError` for syntax and modules that the runtime lacks, and for code past its limit.
 */
export async function functionCode(event: ViewerEvent, steps: readonly Step[], dir: string): Promise<string> {
  const title = steps.map((step) => step.title).join(", ");
  const missing = steps.map(({ file }) => file).filter((file) => !existsSync(file));
  if (missing.length > 0)
    throw bundleError(
      title,
      dir,
      missing.map(
        (file) =>
          `${file} does not exist. Create it with \`export const handler = ...\`, or correct the path.`,
      ),
    );
  const isAsync = steps.some((step) => step.async);
  const result = await build({
    stdin: { contents: entry(event, steps, isAsync), resolveDir: platformDir, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es5",
    supported,
    minify: true,
    charset: "ascii",
    legalComments: "none",
    tsconfigRaw: "{}",
    absWorkingDir: platformDir,
    plugins: [modules],
    logLevel: "silent",
  }).catch((error: BuildFailure) => {
    if (!Array.isArray(error.errors)) throw error;
    throw bundleError(
      title,
      dir,
      error.errors.map((message) => describe(reworded(message, dir), platformDir, dir)),
    );
  });
  const text = result.outputFiles[0]!.text;
  const named = namedImports(text);
  if (named.length > 0) throw bundleError(title, dir, named);
  const code = asScript(text, isAsync);
  const bytes = Buffer.byteLength(code);
  if (bytes > maxBytes)
    throw bundleError(title, dir, [
      `It has ${bytes} bytes; a CloudFront Function takes ${maxBytes}. Shorten it, or give paths functions of their own.`,
    ]);
  return code;
}

/** Straight through, without a loop over closures: the runtime has neither `for...of` nor asynchronous closures. */
function entry(event: ViewerEvent, steps: readonly Step[], isAsync: boolean): string {
  const request = event === "viewer-request";
  const field = request ? "request" : "response";
  return [
    ...steps.map(({ file, name }, i) => `import { ${name} as step${i} } from ${JSON.stringify(file)};`),
    ...steps.map(({ data }, i) => (data === undefined ? "" : `const data${i} = ${JSON.stringify(data)};`)),
    `export ${isAsync ? "async " : ""}function edge(event) {`,
    "  let result;",
    ...steps.flatMap(({ data, async }, i) => [
      `  result = ${async ? "await " : ""}step${i}(event${data === undefined ? "" : `, data${i}`});`,
      ...(request ? ["  if (result.statusCode) return result;"] : []),
      `  event.${field} = result;`,
    ]),
    `  return event.${field};`,
    "}",
  ].join("\n");
}

/** Imports of the runtime's modules, which may stand anywhere in esbuild's output. */
const imported = new RegExp(`import\\s*([^;"]*?)\\s*from\\s*"(?:${provided.join("|")})";`, "g");

/** CloudFront calls the function `handler`; it takes no exports, and imports at the top only. */
function asScript(text: string, isAsync: boolean): string {
  const [statement, name] = /export\s*\{\s*([\w$]+) as edge\s*\};?\s*$/.exec(text) ?? [];
  if (statement === undefined)
    throw new Error(`esbuild exports the handler in another way: ${text.slice(-80)}`);
  const imports = [...text.matchAll(imported)].map(([whole]) => whole);
  const body = text.slice(0, -statement.length).replaceAll(imported, "");
  const [before, call] = isAsync ? ["async ", "await "] : ["", ""];
  return `${imports.join("")}${body}${before}function handler(event){return ${call}${name}(event)}\n`;
}

/** Problems with named imports from the runtime's modules, which have default exports only. */
function namedImports(text: string): string[] {
  return [...text.matchAll(imported)]
    .filter(([, binding]) => !/^[\w$]+$/.test(binding!))
    .map(
      ([whole]) =>
        `${whole} of the runtime's modules there is only the default; write import crypto from "node:crypto".`,
    );
}

/** A message of esbuild, reworded for CloudFront Functions. */
function reworded(message: Message, dir: string): Message {
  const [, file] = /^No matching export in "(.*)" for import "handler"$/.exec(message.text) ?? [];
  if (file !== undefined)
    return {
      ...message,
      // The import is the platform's own.
      location: null,
      text: `${relative(dir, resolve(platformDir, file))} has no export called handler; write \`export const handler = ...\``,
    };
  const text = message.text.replace(
    /^Transforming (.*) to the configured target environment.*$/,
    "CloudFront Functions have no $1; write it in another way",
  );
  return { ...message, text };
}
