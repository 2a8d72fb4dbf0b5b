import { realpathSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Tells a process in which folder the SDK stands that its programs use. */
export const packagesVariable = "LAMBDA_PLATFORM_PACKAGES";

const engine = pathToFileURL(dirname(dirname(fileURLToPath(import.meta.url))) + sep).href;

/**
 * Lets the engine take the SDK, and what it is built on, from another folder. A program with packages of its own has an SDK of its
 * own, and the engine has to speak to that one: the SDK keeps its state in its modules.
 */
function takePackagesFrom(folder: string): void {
  const root = join(folder, "package.json");
  const parents: readonly (readonly [RegExp, string | undefined])[] = [
    [/^@pulumi\//, root],
    [/^(@grpc|google-protobuf)\//, fileOf("@pulumi/pulumi/package.json", root)],
  ];
  nodeModule.registerHooks?.({
    resolve(specifier, context, next) {
      const isOurs = context.parentURL?.startsWith(engine);
      const parent = isOurs ? parents.find(([of]) => of.test(specifier))?.[1] : undefined;
      if (parent === undefined || fileOf(specifier, parent) === undefined) return next(specifier, context);
      return next(specifier, { ...context, parentURL: pathToFileURL(parent).href });
    },
  });
}

function fileOf(specifier: string, parent: string): string | undefined {
  try {
    return realpathSync(nodeModule.createRequire(parent).resolve(specifier));
  } catch {
    return undefined;
  }
}

const folder = process.env[packagesVariable];
delete process.env[packagesVariable];
if (folder !== undefined) takePackagesFrom(folder);
