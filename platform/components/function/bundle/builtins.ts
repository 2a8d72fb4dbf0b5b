import { builtinModules } from "node:module";
import type { Plugin } from "esbuild";

/** Built-ins that need no `node:`. Without it, the others are packages: `sqlite`, `test`. */
const builtins = new Set(builtinModules);

/**
 * The names that `await import("node:http")` exports. Written out, not read from the running Node.js: the
 * bytes of a bundle must not depend on the builder. The accessors that load undici (`WebSocket`) are left out.
 */
const httpNames = [
  "Agent",
  "ClientRequest",
  "IncomingMessage",
  "METHODS",
  "OutgoingMessage",
  "STATUS_CODES",
  "Server",
  "ServerResponse",
  "createServer",
  "get",
  "globalAgent",
  "maxHeaderSize",
  "request",
  "setMaxIdleHTTPParsers",
  "validateHeaderName",
  "validateHeaderValue",
];

/**
 * Gets Node.js built-ins through `process.getBuiltinModule`. A native ESM import of `node:http` reads every property
 * of the module to make a namespace of it, and one of them loads undici (tens of milliseconds at a cold start).
 *
 * Dynamic imports of the other built-ins stay native: they have no such property, and under splitting a wrapped
 * CommonJS module would keep only its default export.
 */
export const builtinsPlugin: Plugin = {
  name: "builtins",
  setup(build) {
    build.onResolve({ filter: /^(node:)?[a-z_0-9]+(\/[a-z_0-9]+)*$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, "");
      if (kind === "entry-point" || !(path.startsWith("node:") || builtins.has(name))) return undefined;
      if (kind !== "dynamic-import") return { path: name, namespace: "builtin", sideEffects: false };
      if (name === "http") return { path: name, namespace: "builtin-namespace", sideEffects: false };
      return { path: `node:${name}`, external: true };
    });
    build.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule("node:${path}")`,
      loader: "js",
    }));
    build.onLoad({ filter: /.*/, namespace: "builtin-namespace" }, () => ({
      contents: `const http = process.getBuiltinModule("node:http");
export default http;
export const { ${httpNames.join(", ")} } = http;`,
      loader: "js",
    }));
  },
};
