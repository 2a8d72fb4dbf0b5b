// The CLI requires this file on whatever Node the machine has; tsx lets all of them import the rules as they are.
module.exports = async () => {
  // @pulumi/policy reads the pack's version from the package.json of the working directory.
  process.chdir(__dirname);
  const { register } = await import("tsx/esm/api");
  register();
  await import("./pack.ts");
};
