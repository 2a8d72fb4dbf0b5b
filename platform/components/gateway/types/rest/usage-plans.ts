import * as aws from "@pulumi/aws";
import { nameOf, type Transform } from "../../../../core/component.ts";
import { nameRules } from "../../../../values/names.ts";
import { physicalNames } from "../../../../values/naming/index.ts";
import { checkKeys, checkOneOf, checkRange, shown } from "../../../../values/problems.ts";
import { type Throttling, throttlingProblems } from "../shared/throttling.ts";
import type { GatewayContext } from "../type.ts";

/** Limits for the holders of some API keys. A key names a caller, but proves nothing: see `authorizers`. */
export interface UsagePlanArgs extends Throttling {
  /** Names of the keys; AWS draws their values, which appear in no plan, log or output. */
  readonly keys: readonly string[];
  /** Requests in a period, each key by itself. Default: no quota. */
  readonly quota?: { readonly limit: number; readonly period: "DAY" | "WEEK" | "MONTH" };
}

export interface UsagePlans {
  readonly plans: Readonly<Record<string, aws.apigateway.UsagePlan>>;
  /** By name. Their values are secret; `aws apigateway get-api-key --include-value` shows them. */
  readonly keys: Readonly<Record<string, aws.apigateway.ApiKey>>;
}

export interface UsagePlanTransform {
  readonly usagePlan?: Transform<aws.apigateway.UsagePlanArgs>;
  readonly apiKey?: Transform<aws.apigateway.ApiKeyArgs>;
}

/** Requests of a quota. Source: "QuotaSettings" (an integer). */
const quotaLimit = { min: 1, max: 2_147_483_647, unit: "requests" };

const { pattern, allowed } = nameRules.part;
/** Leaves room for service, stage and gateway in the physical name. */
const maxName = physicalNames.api.max / 2;

export function usagePlanProblems(plans: { readonly [name: string]: UsagePlanArgs } | undefined): string[] {
  if (plans === undefined) return [];
  const entries = Object.entries(plans);
  const keys = entries.flatMap(([, plan]) => plan?.keys ?? []);
  const twice = [...new Set(keys.filter((key, i) => keys.indexOf(key) !== i))];
  return [
    ...(entries.length === 0 ? ["usagePlans: there is none; give at least one, or leave it out."] : []),
    ...twice.map(
      (key) => `usagePlans: the key ${JSON.stringify(key)} is given twice; it can be in one plan only.`,
    ),
    ...entries.flatMap(([name, plan]) => planProblems(`usagePlans.${name}`, name, plan)),
  ];
}

function planProblems(path: string, name: string, plan: UsagePlanArgs): string[] {
  const { keys = [], quota } = plan ?? {};
  const isName = (what: string, value: unknown) =>
    typeof value === "string" && pattern.test(value) && value.length <= maxName
      ? []
      : [`${what}: ${shown(value)} given; ${allowed}, are allowed, up to ${maxName} characters.`];
  return [
    ...isName(path, name),
    ...checkKeys(plan, ["keys", "quota", "throttlingRate", "throttlingBurst"], `${path}.`),
    ...(keys.length === 0 ? [`${path}.keys: there is none; name at least one, such as "acme".`] : []),
    ...keys.flatMap((key) => isName(`${path}.keys`, key)),
    ...throttlingProblems(plan ?? {}, `${path}.`),
    ...(quota === undefined
      ? []
      : [
          ...checkKeys(quota, ["limit", "period"], `${path}.quota.`),
          ...checkRange(`${path}.quota.limit`, quota.limit ?? null, quotaLimit),
          ...checkOneOf(`${path}.quota.period`, quota.period ?? null, ["DAY", "WEEK", "MONTH"]),
        ]),
  ];
}

/** Plans of a stage, their keys, and what joins them. */
export function createUsagePlans(
  given: { readonly [name: string]: UsagePlanArgs },
  stage: aws.apigateway.Stage,
  { component, name }: GatewayContext,
  transform: UsagePlanTransform,
): UsagePlans {
  const plans: Record<string, aws.apigateway.UsagePlan> = {};
  const keys: Record<string, aws.apigateway.ApiKey> = {};
  for (const [planName, plan] of Object.entries(given)) {
    const { quota, throttlingRate, throttlingBurst } = plan;
    const isThrottled = throttlingRate !== undefined || throttlingBurst !== undefined;
    plans[planName] = new aws.apigateway.UsagePlan(
      `${name}-plan ${planName}`,
      ...component.part(transform.usagePlan, {
        name: nameOf("api", `${name}-${planName}`),
        apiStages: [{ apiId: stage.restApi, stage: stage.stageName }],
        quotaSettings: quota && { limit: quota.limit, period: quota.period },
        throttleSettings: isThrottled
          ? { rateLimit: throttlingRate, burstLimit: throttlingBurst }
          : undefined,
      }),
    );
    for (const keyName of plan.keys) {
      keys[keyName] = new aws.apigateway.ApiKey(
        `${name}-key ${keyName}`,
        ...component.part(transform.apiKey, {
          name: nameOf("api", `${name}-${keyName}`),
          description: `Plan ${planName} of ${nameOf("api", name)}`,
        }),
      );
      new aws.apigateway.UsagePlanKey(
        `${name}-key ${keyName} of plan ${planName}`,
        { keyId: keys[keyName].id, keyType: "API_KEY", usagePlanId: plans[planName].id },
        { parent: component },
      );
    }
  }
  return { plans, keys };
}
