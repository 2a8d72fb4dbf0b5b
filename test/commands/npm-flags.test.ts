import { expect, test } from "vitest";
import { flagsKeptByNpm } from "../../platform/commands/npm-flags.ts";
import { runCommand } from "./support.ts";

const flags = {
  stage: { type: "string", help: "" },
  json: { type: "boolean", help: "" },
  "cold-starts": { type: "boolean", help: "" },
} as const;
const usage = "npm run plan -- <service>";
// Source: the environment that npm 11.19 gives a script for `npm run plan users-api --stage prod --cold-starts --json`.
const npm = {
  npm_lifecycle_event: "plan",
  npm_config_stage: "true",
  npm_config_cold_starts: "true",
  npm_config_json: "true",
};

test("a flag before -- is an error, since npm keeps it: the command would run without it", async () => {
  const { code, out, err } = await runCommand("plan", ["users-api", "prod"], { env: npm });
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(
    "--stage: npm took --stage for itself: write -- before it, as in npm run plan -- --stage.",
  );
});

test("each flag that npm kept is named; of one that npm has too there is only a hint", () => {
  const { problems, hint } = flagsKeptByNpm(usage, flags, ["users-api", "prod"], npm);
  expect(problems.map(({ where }) => where)).toEqual(["--stage", "--cold-starts"]);
  expect(hint).toContain("npm took --json for itself");
});

test.each([
  ["that is given to the command too", ["--stage", "prod", "--cold-starts", "--json"], npm],
  ["of another script, whose environment was inherited", [], { ...npm, npm_lifecycle_event: "vitest" }],
  ["where npm isn't there", [], {}],
  // npm 11.19 with `json=false` in .npmrc.
  ["that npm's own settings turn off", [], { npm_lifecycle_event: "plan", npm_config_json: "" }],
])("nothing is said of a flag %s", (_, given, env) => {
  expect(flagsKeptByNpm(usage, flags, given, env)).toEqual({ problems: [] });
});
