import { asError } from "../errors/errors.ts";
import { type Handler, invocation, type Tools } from "../invocation/invocation.ts";
import {
  type Change,
  checked,
  contents,
  type StreamEvent,
  type StreamRecord,
  streamEvents,
} from "../invocation/stream-record.ts";
import type { Parsed, Schema } from "../invocation/validate.ts";

/** Lambda's event with a tumbling window: records of the window so far, and the state that was returned before. */
export interface WindowEvent extends StreamEvent {
  /** ISO 8601. */
  readonly window: { readonly start: string; readonly end: string };
  readonly state?: unknown;
  readonly shardId: string;
  readonly isFinalInvokeForWindow: boolean;
  /** The state grew past its limit, so the window ended before its time. */
  readonly isWindowTerminatedEarly: boolean;
}

export interface StreamWindowOptions<Record, State> {
  /** A Kinesis record's JSON; of a table's stream the `Change`. */
  readonly record?: Record;
  /** The state that a window begins with. It goes through JSON, and has 1 MB for each shard. */
  readonly initial: () => State;
}

export interface WindowEnd extends Tools {
  readonly window: { readonly start: Date; readonly end: Date };
  /** Each shard has windows of its own: together with the window's start it identifies this end. */
  readonly shardId: string;
  readonly early: boolean;
}

/**
 * A handler for a source with a `tumblingWindow`: adds the records of a shard up to a state, and hands the state over
 * when the window ends, at least once. Any failure fails the batch, which Lambda delivers again with the state before it.
 */
export function streamWindow<State, Record extends Schema | undefined = undefined>(
  options: StreamWindowOptions<Record, State>,
  handle: {
    readonly add: (
      state: State,
      record: Parsed<Record, string | Change>,
      event: StreamRecord,
    ) => State | Promise<State>;
    readonly end: (state: State, end: WindowEnd) => Promise<void>;
  },
): Handler<WindowEvent, { readonly state: State; readonly batchItemFailures: readonly [] }> {
  return invocation(
    (_, context) => context.awsRequestId,
    async (event, tools) => {
      if (event.window === undefined)
        throw new TypeError("streamWindow: the source has no tumbling window; give it a tumblingWindow.");
      try {
        let state = hasState(event.state) ? (event.state as State) : options.initial();
        for (const record of event.Records) {
          const value = contents(record, { asJson: options.record !== undefined });
          state = await handle.add(state, await checked(options.record, value), record);
        }
        if (event.isFinalInvokeForWindow) await handle.end(state, endOf(event, tools));
        return { state, batchItemFailures: [] };
      } catch (error) {
        tools.log.error("The window's batch failed", asError(error));
        throw error;
      }
    },
    streamEvents("streamWindow"),
  );
}

/** A window begins with an empty object. */
function hasState(state: unknown): boolean {
  return (
    state !== undefined && state !== null && !(typeof state === "object" && Object.keys(state).length === 0)
  );
}

function endOf({ window, shardId, isWindowTerminatedEarly }: WindowEvent, tools: Tools): WindowEnd {
  const [start, end] = [new Date(window.start), new Date(window.end)];
  return { ...tools, window: { start, end }, shardId, early: isWindowTerminatedEarly };
}
