import * as pulumi from "@pulumi/pulumi";
import type { Progress, Shift } from "./shift-traffic.ts";

/** Set to anything, `pulumi up` moves all traffic immediately: for a repair while an alarm would stop every shift. */
const atOnce = "DEPLOY_AT_ONCE";

/** Facts that the hook can't read off the alias. */
type Names = Pick<Shift, "application" | "group" | "beforeTraffic" | "afterTraffic">;

/**
 * A hook for a function's alias: before Pulumi points the alias to a new version, CodeDeploy shifts its traffic there. When
 * that fails, the alias isn't changed and the deployment fails. It runs neither in a preview nor for a new alias.
 */
export function createShiftHook(
  name: string,
  names: pulumi.Output<Names>,
  timeoutMs: number,
): pulumi.ResourceHook {
  // Read now: a hook runs when the program may have ended.
  const profile = new pulumi.Config("aws").get("profile");
  return new pulumi.ResourceHook(`shift-traffic-of-${name}`, async ({ oldOutputs, newInputs }) => {
    const [from, to] = [oldOutputs?.functionVersion, newInputs?.functionVersion];
    if (typeof from !== "string" || typeof to !== "string" || from === to) return;
    const functionName = String(newInputs?.functionName);
    const say: Progress = (message) => pulumi.log.info(`${functionName}: ${message}`);
    if (process.env[atOnce]) {
      say(`all traffic moves from version ${from} to ${to} immediately, because ${atOnce} is set.`);
      return;
    }
    // Loaded only where there is something to shift: previews and programs without changes don't pay for the SDK.
    const { shiftTraffic } = await import("./shift-traffic.ts");
    const [, , , region] = String(oldOutputs?.arn).split(":");
    const named = await new Promise<Names>((resolve) => {
      names.apply(resolve);
    });
    const shift = { ...named, functionName, alias: String(newInputs?.name), from, to, timeoutMs };
    await shiftTraffic(shift, { client: { region, ...(profile && { profile }) }, say });
  });
}
