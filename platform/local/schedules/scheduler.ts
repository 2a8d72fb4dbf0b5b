import { randomUUID } from "node:crypto";
import { parseSchedule } from "../../values/schedule.ts";
import type { SchedulePart } from "./read.ts";

/** The longest that a timer can run: 2^31 - 1 ms, about 24 days. Longer waits are made of several. */
const longestTimer = 2_147_483_647;

export interface ScheduleSourceOptions {
  readonly schedule: SchedulePart;
  readonly account: string;
  readonly region: string;
  /** Delivers the input, JSON text, to the target; resolves when it has been worked on. */
  deliver(schedule: SchedulePart, input: string): Promise<unknown>;
  log(text: string): void;
}

/** One schedule of EventBridge Scheduler. Flexible time windows fire at their start. */
export class ScheduleSource {
  readonly #options: ScheduleSourceOptions;
  readonly #started = new Date();
  readonly #parsed;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ScheduleSourceOptions) {
    this.#options = options;
    this.#parsed = parseSchedule(options.schedule.expression);
  }

  get part(): SchedulePart {
    return this.#options.schedule;
  }

  /** Its next run after a moment; undefined when it is disabled or over. */
  next(after = new Date()): Date | undefined {
    const { enabled, timezone, startDate, endDate } = this.#options.schedule;
    if (!enabled) return undefined;
    const from = startDate && new Date(startDate) > after ? new Date(startDate) : after;
    const start = startDate ? new Date(startDate) : this.#started;
    const next = this.#parsed.next(from, { timezone, start });
    return next && endDate && next > new Date(endDate) ? undefined : next;
  }

  start(): void {
    const due = this.next();
    if (due) this.#arm(due);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Runs it now, as if it were due. */
  async fire(at = new Date()): Promise<unknown> {
    return this.#options.deliver(this.#options.schedule, this.#input(at));
  }

  #arm(due: Date): void {
    const wait = due.getTime() - Date.now();
    this.#timer = setTimeout(
      () => {
        if (wait > longestTimer) return this.#arm(due);
        const { log, schedule } = this.#options;
        this.fire(due).catch((error: Error) => log(`schedule ${schedule.name}: ${error.message}`));
        const next = this.next(due);
        if (next) this.#arm(next);
      },
      Math.max(0, Math.min(wait, longestTimer)),
    );
  }

  /** Context attributes are replaced in the text of the input (AWS: Adding context attributes in EventBridge Scheduler). */
  #input(at: Date): string {
    const { schedule } = this.#options;
    const time = `${at.toISOString().slice(0, 19)}Z`;
    const values: Record<string, string> = {
      "schedule-arn": schedule.arn,
      "scheduled-time": time,
      "execution-id": randomUUID(),
      "attempt-number": "1",
    };
    return (schedule.input ?? this.#defaultEvent(time)).replace(
      /<aws\.scheduler\.([a-z-]+)>/g,
      (whole, name: string) => values[name] ?? whole,
    );
  }

  /** The event of a schedule without an input of its own. */
  #defaultEvent(time: string): string {
    const { schedule, account, region } = this.#options;
    return JSON.stringify({
      version: "0",
      id: randomUUID(),
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      account,
      time,
      region,
      resources: [schedule.arn],
      detail: "{}",
    });
  }
}
