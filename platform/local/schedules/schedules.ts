import type { Graph } from "../../engine/graph/graph.ts";
import type { Change, Context, LocalService } from "../aws-service.ts";
import { localAccount } from "../shared/account.ts";
import { type Kept, replace } from "../shared/replace.ts";
import { deliverScheduled } from "./delivery.ts";
import { readSchedules, type SchedulePart } from "./read.ts";
import { ScheduleSource } from "./scheduler.ts";

/** The schedules of a graph. One that a new graph keeps also keeps its beat. */
export class Schedules implements LocalService {
  readonly #context: Context;
  readonly #stopping = new AbortController();
  #kept: readonly Kept<ScheduleSource>[] = [];

  constructor(context: Context) {
    this.#context = context;
  }

  get sources(): readonly ScheduleSource[] {
    return this.#kept.map((each) => each.source);
  }

  get parts(): readonly SchedulePart[] {
    return this.sources.map((each) => each.part);
  }

  prepare(graph: Graph): Change {
    const parts = readSchedules(graph);
    return () => {
      this.#kept = replace(
        this.#kept,
        parts,
        (each) => this.#start(each),
        (old) => old.stop(),
      );
    };
  }

  stop(): void {
    this.#stopping.abort();
    for (const source of this.sources) source.stop();
  }

  #start(schedule: SchedulePart): ScheduleSource {
    const { options, receiver, log } = this.#context;
    const source = new ScheduleSource({
      schedule,
      account: localAccount,
      region: options.region,
      deliver: (each, input) =>
        deliverScheduled(each, input, {
          timing: options.timing,
          signal: this.#stopping.signal,
          send: (arn, body, attributes) =>
            receiver(arn)?.(body, attributes) ?? Promise.reject(new Error(`${arn} has no local counterpart`)),
        }),
      log,
    });
    source.start();
    return source;
  }
}
