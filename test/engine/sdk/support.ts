import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** A module of the SDK as it is installed, loaded once more beside the copy that the engine has changed. */
export function freshCopy(path: string): unknown {
  const file = require.resolve(path);
  const cached = require.cache[file];
  delete require.cache[file];
  try {
    return require(file);
  } finally {
    if (cached) require.cache[file] = cached;
    else delete require.cache[file];
  }
}

/** Unfinished work of the SDK, as a failed program leaves it. */
export const never = () => new Promise<never>(() => {});
