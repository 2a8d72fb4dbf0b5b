import * as pulumi from "@pulumi/pulumi";
import { bundle } from "../bundle/bundle.ts";
import type { CodeContext, CodeInputs } from "./kind.ts";

/** A handler's file, bundled for Node.js: the code of a function without `code`. */
export const node = {
  /** Problems with a handler's path. Bundling finds out whether the file exists. */
  problems(handler: unknown): string[] {
    if (typeof handler !== "string" || !/\.m?[jt]s$/.test(handler))
      return [
        `handler: ${JSON.stringify(handler)} given; a TypeScript or JavaScript file is expected, such as "src/handler.ts".`,
      ];
    if (handler.startsWith("/") || handler.split("/").includes(".."))
      return [
        `handler: ${JSON.stringify(handler)} given; a path inside the service's folder is expected, such as "src/handler.ts".`,
      ];
    return [];
  },
  inputs(handler: string, { dir, settings }: CodeContext): CodeInputs {
    const code = pulumi.output(bundle({ dir, handler, sharedLayer: settings.sharedLayer }));
    return {
      runtime: settings.runtime,
      handler: code.handler,
      code: code.archive.apply((path) => new pulumi.asset.FileArchive(path)),
      sourceCodeHash: code.hash,
    };
  },
};
