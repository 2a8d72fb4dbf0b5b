import { checkRange } from "../../../../values/problems.ts";

/** Requests that are let through; further ones are answered with 429. */
export interface Throttling {
  /** Requests a second. Default of a stage: `defaults.gateway.throttlingRate`. */
  readonly throttlingRate?: number;
  /** Requests that may come at the same time. Default of a stage: `defaults.gateway.throttlingBurst`. */
  readonly throttlingBurst?: number;
}

/** Requests a second that API Gateway lets through in an account and region. Source: "Amazon API Gateway quotas". */
const throttling = { min: 1, max: 10_000, unit: "requests" };

export function throttlingProblems(given: Throttling, path = ""): string[] {
  return [
    ...checkRange(`${path}throttlingRate`, given.throttlingRate, throttling),
    ...checkRange(`${path}throttlingBurst`, given.throttlingBurst, throttling),
  ];
}

/** Problems with a route's own throttling: AWS takes a rate and a burst together. */
export function routeThrottlingProblems(given: Throttling, path: string): string[] {
  const { throttlingRate: rate, throttlingBurst: burst } = given;
  return [
    ...throttlingProblems(given, path),
    ...((rate === undefined) === (burst === undefined)
      ? []
      : [`${path}throttlingRate and throttlingBurst: one is given; give both.`]),
  ];
}

export const hasThrottling = ({ throttlingRate }: Throttling): boolean => throttlingRate !== undefined;
