import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { decide } from "./approvals/decide.ts";
import { keep } from "./approvals/questions.ts";
import { asError, InvalidInput } from "./errors/errors.ts";
import { type Handler, invocation, type Tools } from "./invocation/invocation.ts";
import { check, type Parsed, type Schema } from "./invocation/validate.ts";
import { runOf, stepCorrelation } from "./wrappers/step.ts";

export interface ApprovalOptions<Input> {
  /** The state's input. */
  readonly input?: Input;
  /** The page's question, as plain text: "Publish cat.jpg?" */
  readonly question: (input: Parsed<Input, unknown>) => string;
}

export interface ApprovalRequest<Input> extends Tools {
  readonly input: Parsed<Input, unknown>;
  /** Address of the page. Everybody who has it can decide, once: send it to one person, and don't log it. */
  readonly approvalUrl: string;
  /** End of the run's wait. */
  readonly expires: Date;
}

/** A state's input, with the token that ends its wait. */
interface ApprovalEnvelope {
  readonly executionId: string;
  readonly input: unknown;
  readonly approval: { readonly token: string; readonly page: string; readonly timeout: number };
}

/**
 * A handler for an `approval(...)` step of a Pipeline. It sends the link to the person who decides (by mail, through a
 * topic, into a chat); the run waits until that person has used the page, which this function answers for too.
 */
export function approval<Input extends Schema | undefined = undefined>(
  options: ApprovalOptions<Input>,
  ask: (request: ApprovalRequest<Input>) => Promise<void>,
): Handler<unknown, APIGatewayProxyStructuredResultV2 | null> {
  async function wait(event: ApprovalEnvelope, tools: Tools): Promise<null> {
    const checked = await check(options.input, "input", event.input);
    if (checked.issues) throw new InvalidInput(checked.issues);
    const input = checked.value as Parsed<Input, unknown>;
    const { token, page, timeout } = event.approval;
    const expires = Math.floor(Date.now() / 1000) + timeout;
    const { correlationId } = tools;
    const run = runOf(event.executionId);
    const reference = await keep({ text: options.question(input), run, correlationId, expires }, token);
    await ask({
      ...tools,
      input,
      approvalUrl: `${page}?ref=${reference}`,
      expires: new Date(expires * 1000),
    });
    tools.log.info("Asked for an approval", { run, expires: new Date(expires * 1000).toISOString() });
    return null;
  }

  return invocation(
    (event, context) =>
      (isEnvelope(event) ? stepCorrelation(event.input, event.executionId) : undefined) ??
      context.awsRequestId,
    async (event, tools) => {
      if (isHttp(event)) return decide(event, tools);
      if (!isEnvelope(event))
        throw new TypeError(
          'This handler asks for approvals: use it as `approval("src/...")` in a pipeline\'s steps.',
        );
      try {
        return await wait(event, tools);
      } catch (error) {
        tools.log.error("The approval could not be asked for", asError(error));
        throw error;
      }
    },
  );
}

const isHttp = (event: unknown): event is APIGatewayProxyEventV2 =>
  (event as Partial<APIGatewayProxyEventV2> | null)?.requestContext?.http !== undefined;

const isEnvelope = (event: unknown): event is ApprovalEnvelope =>
  typeof (event as Partial<ApprovalEnvelope> | null)?.approval?.token === "string";
