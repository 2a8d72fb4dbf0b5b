import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { inEveryProgram } from "../../core/program.ts";
import { settingsOf } from "../../core/settings.ts";
import { physicalName } from "../../values/names.ts";
import { edgeRegion } from "../distribution/edge/region.ts";
import { dashboardBody, regionOf, shownProperties } from "./body.ts";
import { madeBelow } from "./made.ts";

const made = new WeakSet<object>();

/**
 * The service's dashboard, once per program. Its body is written when the program has ended, from the resources that there
 * are by then, whoever made them. Safe to call again.
 */
function serviceDashboard(): void {
  const stack = pulumi.runtime.getStackResource();
  if (!stack || made.has(stack)) return;
  made.add(stack);
  const { enabled, hours, repository } = settingsOf(undefined).dashboard;
  if (!enabled) return;
  const service = pulumi.getProject();
  const stage = pulumi.getStack();
  const owner = new pulumi.Config().get("owner") ?? "";
  const runbook = repository ? `${repository.replace(/\/$/, "")}/services/${service}/README.md` : undefined;
  const name = physicalName("dashboard", [service, stage]);
  const body = stack.outputs.apply(() => {
    const shown = madeBelow(stack).flatMap(({ type, name: logical, get }) => {
      const properties = shownProperties[type];
      return properties ? [pulumi.output({ type, name: logical, values: get(...properties, "arn") })] : [];
    });
    return pulumi.all(shown).apply((all) => {
      const regions = all.map(({ values }) => regionOf(values.arn)).filter(Boolean);
      // What a service has in CloudFront's own region doesn't tell where the service is, unless all of it is there.
      const region = regions.find((one) => one !== edgeRegion) ?? regions[0] ?? "";
      return JSON.stringify(dashboardBody({ service, stage, owner, region, runbook, hours }, all));
    });
  });
  new aws.cloudwatch.Dashboard("dashboard", { dashboardName: name, dashboardBody: body });
}

inEveryProgram(serviceDashboard);
