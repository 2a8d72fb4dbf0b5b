// Runs in the folder of the packs: `node cdk-nag.cjs <folder of templates> <folder for the report>`.
const { readdirSync } = require("node:fs");
const { createRequire } = require("node:module");
const { basename, join } = require("node:path");

const [templates, out] = process.argv.slice(2);
const packs = createRequire(join(process.cwd(), "package.json"));
const { App, Stack, Validations } = packs("aws-cdk-lib");
const { CfnInclude } = packs("aws-cdk-lib/cloudformation-include");
const { AwsSolutionsChecks, ServerlessChecks } = packs("cdk-nag");

const app = new App({
  outdir: out,
  analyticsReporting: false,
  context: { "@aws-cdk/core:stackResourceLimit": 10_000 },
});
for (const file of readdirSync(templates))
  new CfnInclude(new Stack(app, basename(file, ".json")), "template", {
    templateFile: join(templates, file),
  });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
try {
  app.synth();
} catch (error) {
  // It ends so when it has found something, with the report written.
  if (!readdirSync(out).includes("validation-report.json")) throw error;
}
process.stdout.write("done\n");
