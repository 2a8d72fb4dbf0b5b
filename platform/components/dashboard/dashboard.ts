import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { inEveryProgram } from "../../core/program.ts";
import { settingsOf } from "../../core/settings.ts";
import { namedAs } from "../../core/stack/named-as.ts";
import { edgeRegion } from "../../values/edge-region.ts";
import { physicalName } from "../../values/names.ts";
import { dashboardBody, regionOf, shownProperties } from "./body.ts";
import { madeBelow } from "./made.ts";

/** The service's dashboard. Its body is built from the stack's child resources when the program has ended. */
function createDashboard(): void {
  const stack = pulumi.runtime.getStackResource();
  if (!stack) return;
  const { enabled, hours, repository } = settingsOf(undefined).dashboard;
  if (!enabled) return;
  const service = pulumi.getProject();
  const stage = pulumi.getStack();
  const owner = new pulumi.Config().get("owner") ?? "";
  const runbook = repository ? `${repository.replace(/\/$/, "")}/services/${service}/README.md` : undefined;
  const name = physicalName("dashboard", [namedAs(), stage]);
  const body = stack.outputs.apply(() => {
    const shown = madeBelow(stack).flatMap(({ type, name: logical, get }) => {
      const properties = shownProperties[type];
      return properties ? [pulumi.output({ type, name: logical, values: get(...properties, "arn") })] : [];
    });
    return pulumi.all(shown).apply((all) => {
      const regions = all.map(({ values }) => regionOf(values.arn)).filter(Boolean);
      // Resources in CloudFront's own region don't tell the service's region, unless all of them are there.
      const region = regions.find((one) => one !== edgeRegion) ?? regions[0] ?? "";
      return JSON.stringify(dashboardBody({ service, stage, owner, region, runbook, hours }, all));
    });
  });
  new aws.cloudwatch.Dashboard("dashboard", { dashboardName: name, dashboardBody: body });
}

inEveryProgram(createDashboard);
