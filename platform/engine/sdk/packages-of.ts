import * as nodeModule from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Tells a process in which folder the SDK stands that its programs use. */
export const packagesVariable = "LAMBDA_PLATFORM_PACKAGES";

const engine = pathToFileURL(dirname(dirname(fileURLToPath(import.meta.url))) + sep).href;

/**
 * Lets the engine take its packages from another folder. A program with packages of its own has an SDK of its own, and the engine
 * has to speak to that one: the SDK keeps its state in its modules.
 */
export function takePackagesFrom(folder: string | undefined): void {
  if (folder === undefined) return;
  const parentURL = pathToFileURL(join(folder, "package.json")).href;
  nodeModule.registerHooks?.({
    resolve(specifier, context, next) {
      const isOurs =
        context.parentURL?.startsWith(engine) && /^[@a-z]/.test(specifier) && !specifier.includes(":");
      return next(specifier, isOurs ? { ...context, parentURL } : context);
    },
  });
}

const folder = process.env[packagesVariable];
delete process.env[packagesVariable];
takePackagesFrom(folder);
