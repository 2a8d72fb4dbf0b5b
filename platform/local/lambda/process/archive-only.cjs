"use strict";
// A function's code may lie below a repository's node_modules, or beside one, and Node.js looks for packages in every
// folder upwards. Above a function's folder in Lambda there are none: this preload hides what is outside of it, and fails
// as Node.js does without it. Only the AWS SDK is there for every function ("Building Lambda functions with Node.js").
const { registerHooks } = require("node:module");
const { realpathSync } = require("node:fs");
const { fileURLToPath, pathToFileURL } = require("node:url");

const root = `${pathToFileURL(realpathSync(process.env.LAMBDA_TASK_ROOT)).href}/`;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const { parentURL = "", conditions } = context;
    const isPackage =
      found.url.includes("/node_modules/") && !/^(\.{0,2}\/|file:|@aws-sdk\/)/.test(specifier);
    if (!isPackage || !parentURL.startsWith(root) || found.url.startsWith(root)) return found;
    const parent = fileURLToPath(parentURL);
    const [code, message] = conditions.includes("require")
      ? ["MODULE_NOT_FOUND", `Cannot find module '${specifier}'\nRequire stack:\n- ${parent}`]
      : ["ERR_MODULE_NOT_FOUND", `Cannot find package '${specifier}' imported from ${parent}`];
    throw Object.assign(new Error(message), { code });
  },
});
