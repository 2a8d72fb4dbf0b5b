import type { LocalGraph, MappingPart, SchedulePart } from "../graph/types.ts";
import { functionRef } from "../http/read.ts";
import { deliverScheduled } from "../schedules/delivery.ts";
import { ScheduleSource } from "../schedules/scheduler.ts";
import { SqsSource } from "../sqs/poller.ts";
import { localAccount } from "../sqs/store.ts";
import type { App } from "../target.ts";
import type { Timing } from "../types.ts";

/** What invokes functions by itself: queues and schedules. */
export class Sources {
  readonly #app: App;
  readonly #timing: Timing;
  #mappings: { key: string; source: SqsSource }[] = [];
  #schedules: { key: string; source: ScheduleSource }[] = [];
  readonly #stopping = new AbortController();
  readonly #ending = new Set<Promise<void>>();

  constructor(app: App, timing: Timing) {
    this.#app = app;
    this.#timing = timing;
  }

  get schedules(): readonly ScheduleSource[] {
    return this.#schedules.map((each) => each.source);
  }

  /** Leaves those alone that didn't change: a schedule keeps its beat, a batch its window. */
  apply(parts: LocalGraph): void {
    this.#mappings = replace(
      this.#mappings,
      parts.mappings,
      (each) => this.#mapping(each, parts),
      (old) => {
        const end = old.stop();
        this.#ending.add(end);
        void end.finally(() => this.#ending.delete(end));
      },
    );
    this.#schedules = replace(
      this.#schedules,
      parts.schedules,
      (each) => this.#schedule(each),
      (old) => old.stop(),
    );
  }

  stop(): void {
    this.#stopping.abort();
    for (const { source } of this.#schedules) source.stop();
    for (const { source } of this.#mappings) this.#ending.add(source.stop());
  }

  async ended(): Promise<void> {
    await Promise.all(this.#ending);
  }

  #mapping(mapping: MappingPart, parts: LocalGraph): SqsSource | undefined {
    const { queues, functions, region } = this.#app;
    const log = (text: string) => this.#app.log({ source: "local", text });
    const queue = parts.queues.find((each) => each.arn === mapping.queueArn);
    const ref = functionRef(mapping.functionName);
    if (!queue || !functions.find(ref)) {
      log(
        `${mapping.name}: ${queue ? ref : mapping.queueArn} is not in this program; the mapping is not started`,
      );
      return undefined;
    }
    const invoke = (event: object) => this.#app.invoke(ref, event);
    const source = new SqsSource({
      mapping,
      queue,
      store: queues,
      region,
      timing: this.#timing,
      invoke,
      log,
    });
    source.start();
    return source;
  }

  #schedule(schedule: SchedulePart): ScheduleSource {
    const source = new ScheduleSource({
      schedule,
      account: localAccount,
      region: this.#app.region,
      deliver: (each, input) =>
        deliverScheduled(each, input, {
          timing: this.#timing,
          signal: this.#stopping.signal,
          send: (arn, body, attributes) => {
            if (this.#app.reaches(arn)) return this.#app.deliver(arn, body, attributes);
            return Promise.reject(new Error(`${arn} has no local counterpart`));
          },
        }),
      log: (text) => this.#app.log({ source: "local", text }),
    });
    source.start();
    return source;
  }
}

function replace<P extends object, S>(
  old: readonly { key: string; source: S }[],
  parts: readonly P[],
  create: (part: P) => S | undefined,
  end: (source: S) => void,
): { key: string; source: S }[] {
  const keys = new Set(parts.map((each) => JSON.stringify(each)));
  for (const { key, source } of old) if (!keys.has(key)) end(source);
  return parts.flatMap((part) => {
    const key = JSON.stringify(part);
    const source = old.find((each) => each.key === key)?.source ?? create(part);
    return source ? [{ key, source }] : [];
  });
}
