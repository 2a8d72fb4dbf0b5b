import { asError, InvalidInput } from "../errors/errors.ts";
import type { ResultTable } from "../idempotency.ts";
import { validCorrelationId } from "../invocation/correlation.ts";
import { checkKey } from "../invocation/delivery-key.ts";
import { polledSource } from "../invocation/expected.ts";
import { type Handler, invocation, type Tools } from "../invocation/invocation.ts";
import { check, type Parsed, type Schema } from "../invocation/validate.ts";
import type { PayloadStore } from "../payload.ts";

export interface StepRequest<Input> extends Tools {
  readonly input: Parsed<Input, unknown>;
  /** As Lambda delivered it: the state's input, with the execution's id; of a queue the record. */
  readonly event: unknown;
}

export interface StepOptions<Input> {
  /** The state's input. */
  readonly input?: Input;
  /** Input that is a reference to a larger one: `payloadStore("LARGE_BUCKET_NAME")` of `#runtime/payload`. */
  readonly payload?: Pick<PayloadStore, "unpack">;
  /** Runs once under a key; the result of the first time is that of every other. */
  readonly idempotent?: {
    /** The key that repeats of a call share, such as the order's id and the action on it. */
    readonly key: (input: Parsed<Input, unknown>) => string;
    /** `idempotencyTable("STEPS_TABLE_NAME")` of `#runtime/idempotency`. */
    readonly table: ResultTable;
  };
}

/** A state's input, sent with the id of its execution (`$$.Execution.Id`). */
interface StepEnvelope {
  readonly executionId: string;
  readonly input: unknown;
}

/**
 * A handler for a step of a Pipeline: its result is the state's result. A thrown error fails the state under the
 * name of its class, which `catch(["PaymentDeclined"], ...)` matches; input that doesn't fit is `InvalidInput`.
 *
 * The correlation id is the input's `correlationId`, else the execution's name, the last part of its id (whose whole
 * length a queue's handler would not take), else the request's.
 */
export function step<Input extends Schema | undefined = undefined, Output = unknown>(
  options: StepOptions<Input>,
  handle: (request: StepRequest<Input>) => Promise<Output>,
): Handler<unknown, Output> {
  return invocation(
    (event, context) => {
      const { input, executionId } = open(event);
      return stepCorrelation(input, executionId) ?? context.awsRequestId;
    },
    async (event, tools) => {
      try {
        const { input: given } = open(event);
        const whole = options.payload === undefined ? given : await options.payload.unpack(given);
        const checked = await check(options.input, "input", whole);
        if (checked.issues) throw new InvalidInput(checked.issues);
        const input = checked.value as Parsed<Input, unknown>;
        const work = () => handle({ ...tools, input, event });
        const { idempotent } = options;
        if (idempotent === undefined) return await work();
        const key = checkKey("step", idempotent.key(input));
        return await idempotent.table.result(key, tools.context, work);
      } catch (error) {
        tools.log.error("The step failed", asError(error));
        throw error;
      }
    },
    {
      wrapper: "step",
      events: "states of a Pipeline; for messages of a queue import `step` of #runtime/queue-step instead",
      fits: (event) => polledSource(event) === undefined,
    },
  );
}

/** The name of a run, the last part of its id. */
export const runOf = (executionId: string): string => executionId.split(":").at(-1) ?? executionId;

/** The correlation id of a step's work: the input's, else the run's name. */
export function stepCorrelation(input: unknown, executionId: string | undefined): string | undefined {
  const given = (input as { correlationId?: unknown } | null | undefined)?.correlationId;
  return validCorrelationId(given) ?? (executionId === undefined ? undefined : runOf(executionId));
}

/** An envelope has exactly these two members; anything else is the input itself. */
function open(event: unknown): { readonly input: unknown; readonly executionId?: string } {
  if (event === null || typeof event !== "object") return { input: event };
  const { executionId } = event as Partial<StepEnvelope>;
  const enveloped = typeof executionId === "string" && "input" in event && Object.keys(event).length === 2;
  return enveloped ? (event as StepEnvelope) : { input: event };
}
