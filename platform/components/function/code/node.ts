import * as pulumi from "@pulumi/pulumi";
import { whereOf } from "../../../core/component.ts";
import { offline } from "../../../values/offline.ts";
import { ValueError } from "../../../values/problems.ts";
import { bundle } from "../bundle/bundle.ts";
import type { CodeContext, CodeInputs } from "./kind.ts";
import { withProgress } from "./progress.ts";

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
  inputs(handler: string, { component, name, dir, settings }: CodeContext): CodeInputs {
    const { sharedLayer, external, nodeModules, architecture } = settings;
    const isOffline = new pulumi.Config(offline.namespace).getBoolean(offline.key) === true;
    const bundling = bundle({ dir, handler, sharedLayer, external, nodeModules, architecture });
    const bundled = withProgress(bundling, `${name}: still bundling ${handler}.`, component);
    const code = pulumi.output(
      bundled.then((made) => {
        if (made.unfit.length > 0 && !isOffline) throw new ValueError(made.unfit, whereOf("Function", name));
        const here = made.unfit.map((reason) => `It can't be deployed from this machine: ${reason}`);
        for (const problem of [...made.warnings, ...here]) pulumi.log.warn(`${name}: ${problem}`, component);
        return made;
      }),
    );
    return {
      runtime: settings.runtime,
      handler: code.handler,
      code: code.archive.apply((path) => new pulumi.asset.FileArchive(path)),
      sourceCodeHash: code.hash,
    };
  },
};
