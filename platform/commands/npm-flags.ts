import type { Problem } from "../values/problems.ts";
import type { Flags } from "./flags.ts";

/** Flags of ours that are npm's too: people set them for npm itself, so they prove nothing. */
const npmOwn = ["description", "dry-run", "json", "only", "timing", "yes"];

/**
 * Flags that npm kept for itself because they stand before `--`: `npm run plan users-api --stage=prod` gives the command
 * `users-api` alone, and the variable `npm_config_stage` beside it. Without this the command would run as if they
 * were not given.
 */
export function flagsKeptByNpm(
  usage: string,
  flags: Flags,
  given: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): { readonly problems: readonly Problem[]; readonly hint?: string } {
  const [, script] = /^npm run ([\w:-]+)/.exec(usage) ?? [];
  // Processes that a script starts inherit npm's variables.
  if (script === undefined || env.npm_lifecycle_event !== script) return { problems: [] };
  const kept = Object.keys(flags).filter(
    (name) =>
      // Empty where somebody's .npmrc turns it off.
      Boolean(env[`npm_config_${name.replaceAll("-", "_")}`]) &&
      !given.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
  );
  const remedy = (name: string) =>
    `npm took --${name} for itself: write -- before it, as in npm run ${script} -- --${name}.`;
  const [own] = kept.filter((name) => npmOwn.includes(name));
  return {
    problems: kept
      .filter((name) => !npmOwn.includes(name))
      .map((name) => ({ where: `--${name}`, problem: remedy(name) })),
    ...(own && { hint: remedy(own) }),
  };
}
