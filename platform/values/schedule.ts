import { Cron } from "croner";
import { checkCron, toCroner } from "./cron.ts";
import { ValueError } from "./problems.ts";
import { instantOf, wallTime } from "./timezone.ts";

export { ValueError } from "./problems.ts";
export { checkTimezone } from "./timezone.ts";

/** Form of an EventBridge Scheduler expression; `checkSchedule` checks the rest. */
export type ScheduleExpression = `rate(${string})` | `cron(${string})` | `at(${string})`;

interface NextOptions {
  /** IANA time zone in which `cron` and `at` are read. */
  readonly timezone: string;
  /** Start of the schedule: a `rate` counts from here. */
  readonly start: Date;
}

export interface Schedule {
  readonly kind: "rate" | "cron" | "at";
  /** The first run after the given instant; none when there is none left. */
  next(after: Date, options: NextOptions): Date | undefined;
}

const UNITS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Length of ScheduleExpression. Source: EventBridge Scheduler API reference, "CreateSchedule". */
const MAX_LENGTH = 256;

/** A rate past this never fires in practice, and dates would overflow; AWS documents no maximum. */
const MAX_RATE = 36_500 * UNITS.day;

// Scheduler takes both `rate(1 day)` and `rate(1 days)`, unlike rules of EventBridge, which insist on the
// singular for 1. Source: "Schedule types in EventBridge Scheduler", which itself uses `rate(1 days)`.
const RATE = new RegExp(`^rate\\((\\d+) (${Object.keys(UNITS).join("|")})s?\\)$`);
const AT = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/;
const CRON = /^cron\((.*)\)$/;

/** Milliseconds between two runs, or none when this is no rate. */
function rateOf(expression: string): number | undefined {
  const match = RATE.exec(expression);
  return match ? Number(match[1]) * UNITS[match[2] as keyof typeof UNITS] : undefined;
}

/** The wall-clock time of an `at(...)`, as a Date whose UTC fields are the wall's; none when no such date is. */
function atOf(expression: string): Date | undefined {
  if (!AT.test(expression)) return undefined;
  const text = expression.slice(3, -1);
  const wall = new Date(`${text}Z`);
  return !Number.isNaN(wall.getTime()) && wall.toISOString().startsWith(text) ? wall : undefined;
}

function cronOf(fields: string): Cron {
  // Run on a clock without daylight saving: which wall-clock times exist is decided in `next`.
  return new Cron(toCroner(fields), {
    timezone: "UTC",
    mode: "7-part",
    alternativeWeekdays: true,
    sloppyRanges: true,
    paused: true,
  });
}

/**
 * All problems with a schedule expression of EventBridge Scheduler, each a full sentence; none when it can
 * be used. Source: user guide, "Schedule types in EventBridge Scheduler".
 */
export function checkSchedule(expression: string): string[] {
  const given = `The schedule ${JSON.stringify(expression)}`;
  if (expression.length > MAX_LENGTH)
    return [
      `The schedule has ${expression.length} characters; up to ${MAX_LENGTH} are allowed, such as rate(5 minutes).`,
    ];
  if (expression.startsWith("rate(")) {
    const rate = rateOf(expression);
    if (rate === undefined)
      return [
        `${given} is not a rate: a whole number, one space, and minute(s), hour(s) or day(s) are allowed, such as rate(5 minutes).`,
      ];
    if (rate <= 0 || rate > MAX_RATE)
      return [`${given} must be of 1 minute to ${MAX_RATE / UNITS.day} days, such as rate(5 minutes).`];
    return [];
  }
  if (expression.startsWith("at("))
    return atOf(expression)
      ? []
      : [
          `${given} names no date and time: at(yyyy-mm-ddThh:mm:ss) is allowed, such as at(2030-01-31T09:00:00), without an offset (the time zone is its own setting).`,
        ];
  const fields = CRON.exec(expression)?.[1];
  if (fields === undefined)
    return [
      `${given} is none of the allowed forms: rate(5 minutes), cron(0 2 * * ? *) or at(2030-01-31T09:00:00).`,
    ];
  const problems = checkCron(fields);
  if (problems.length > 0) return problems;
  // 30 February and the like; 1969 because every year that a field can name lies after it.
  if (!cronOf(fields).nextRun(new Date("1969-12-31T23:59:59Z")))
    return [`${given} never runs: no day of the calendar fits it; cron(0 2 L * ? *) is the last of a month.`];
  return [];
}

function nextCron(cron: Cron, after: Date, timezone: string): Date | undefined {
  // A time the clock jumps over is skipped, one that comes twice runs the first time only (same page,
  // "Daylight savings time on EventBridge Scheduler"); a change shifts clocks by far less than a day.
  let wall: Date | null = new Date(wallTime(after, timezone).getTime() - UNITS.day);
  for (;;) {
    wall = cron.nextRun(wall);
    if (!wall) return undefined;
    const instant = instantOf(wall, timezone);
    if (instant && instant > after) return instant;
  }
}

/** Reads a schedule expression. Throws a `ValueError` with all its problems. */
export function parseSchedule(expression: string): Schedule {
  const problems = checkSchedule(expression);
  if (problems.length > 0) throw new ValueError(problems);
  const rate = rateOf(expression);
  if (rate !== undefined)
    return {
      kind: "rate",
      next(after, { start }) {
        // The first run is at the start itself (same page, "Rate-based schedules").
        const runs = Math.max(0, Math.floor((after.getTime() - start.getTime()) / rate) + 1);
        return new Date(start.getTime() + runs * rate);
      },
    };
  const at = atOf(expression);
  if (at)
    return {
      kind: "at",
      next(after, { timezone }) {
        const instant = instantOf(at, timezone);
        return instant && instant > after ? instant : undefined;
      },
    };
  const cron = cronOf(CRON.exec(expression)![1]!);
  return { kind: "cron", next: (after, { timezone }) => nextCron(cron, after, timezone) };
}
