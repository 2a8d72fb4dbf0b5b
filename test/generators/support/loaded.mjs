// Loaded before the command (node --import): names the packages that it loaded, at its end.
import { registerHooks } from "node:module";

const packages = new Set();
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(found.url)?.[1];
    if (name) packages.add(name);
    return found;
  },
});
process.on("exit", () => process.stderr.write(`loaded ${JSON.stringify([...packages])}\n`));
