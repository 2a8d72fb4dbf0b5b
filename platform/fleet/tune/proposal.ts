import { tuning } from "../../organisation.ts";
import type { Measurement, TuningResult } from "./result.ts";
import type { Target } from "./target.ts";
import type { Traffic } from "./traffic.ts";

/** New settings for a function, with the reasons. */
export interface Proposal {
  /** MB. */
  readonly memory: number;
  /** Seconds; the present value where nothing better is known. */
  readonly timeout: number;
  /** Sentences about the timeout. */
  readonly reasons: readonly string[];
}

/** Memory sizes of Lambda, in MB. Source: "Lambda quotas". */
export const memoryRange = { min: 128, max: 10_240 } as const;

/** Seconds that an invocation may take at most. Source: "Lambda quotas". */
const longest = 900;

/** Above this new accounts refuse a size. Source: "Lambda quotas". */
const largestOfNewAccounts = 3_008;

/** Sizes to measure around the present one: a quarter to four times of it. */
export function sizesAround(memory: number): number[] {
  const most = Math.max(largestOfNewAccounts, memory);
  const sizes = [0.25, 0.5, 1, 2, 4].map((factor) =>
    Math.min(Math.max(Math.round(memory * factor), memoryRange.min), most),
  );
  return [...new Set(sizes)].sort((a, b) => a - b);
}

/**
 * The timeout for a p99 in milliseconds: the present one between the least and the most multiple, else the most; a whole
 * second at least, and never more than the caller waits for.
 */
export function timeoutFor(p99: number, now: number, limit = longest): number {
  const [least, most] = tuning.timeoutFactors.map((factor) =>
    Math.min(Math.max(Math.ceil((factor * p99) / 1_000), 1), limit),
  ) as [number, number];
  return now >= least && now <= most ? now : most;
}

/** The proposal that follows from the measurements and from real invocations. */
export function propose(
  target: Pick<Target, "memory" | "timeout" | "limit">,
  { memory, measurements }: Pick<TuningResult, "memory" | "measurements">,
  traffic: Traffic | string,
): Proposal {
  const at = (size: number) => measurements.find((one) => one.memory === size);
  const [before, after] = [at(target.memory), at(memory)];
  const keep = (...reasons: string[]): Proposal => ({ memory, timeout: target.timeout, reasons });
  if (typeof traffic === "string") return keep(`The timeout stays: ${traffic}`);
  const { p99, invocations } = traffic;
  if (p99 === undefined || invocations < tuning.leastTraffic)
    return keep(
      `The timeout stays: ${invocations} real invocations are too few for a p99, and the averages that were measured say nothing of the slowest.`,
      ...slowWarning(target.timeout, after),
    );
  if (!before || !after)
    return keep(`The timeout stays: ${target.memory} MB, which the p99 is of, was not measured.`);
  const scaled = (p99 * after.duration) / before.duration;
  const timeout = timeoutFor(scaled, target.timeout, target.limit?.seconds);
  const [least, most] = tuning.timeoutFactors;
  return {
    memory,
    timeout,
    reasons: [
      `p99 of ${invocations} real invocations: ${ms(p99)} at ${target.memory} MB on the slowest day, so about ${ms(scaled)} at ${memory} MB; the timeout should be ${least} to ${most} times that.`,
      ...(target.limit && scaled * least > target.limit.seconds * 1_000
        ? [
            `${target.limit.caller} waits for ${target.limit.seconds} s at most, less than ${least} times the p99: make the function faster, or answer before it is done.`,
          ]
        : []),
    ],
  };
}

function slowWarning(timeout: number, at: Measurement | undefined): string[] {
  const [least] = tuning.timeoutFactors;
  return at && at.duration * least > timeout * 1_000
    ? [`It is short: an average invocation takes ${ms(at.duration)} of its ${timeout} s.`]
    : [];
}

/** `87 ms`, `1.2 s`. */
export function ms(milliseconds: number): string {
  if (milliseconds >= 1_000) return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}
