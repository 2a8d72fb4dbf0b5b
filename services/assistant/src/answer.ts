import { type ServerSentEvent, sse, streaming } from "#runtime/streaming";
import { Conversation } from "./conversation.ts";
import { converse } from "./model.ts";

export const handler = streaming({ body: Conversation }, async ({ body, signal, metrics, log }) => {
  async function* events(): AsyncGenerator<ServerSentEvent> {
    for await (const { contentBlockDelta, messageStop, metadata } of converse(body, signal)) {
      if (contentBlockDelta?.delta?.text)
        yield { event: "token", data: { text: contentBlockDelta.delta.text } };
      // `max_tokens`: the answer was cut off.
      if (messageStop) yield { event: "stop", data: { reason: messageStop.stopReason } };
      if (metadata?.usage) {
        const { inputTokens = 0, outputTokens = 0 } = metadata.usage;
        metrics.addMetric("InputTokens", "Count", inputTokens);
        metrics.addMetric("OutputTokens", "Count", outputTokens);
        // What was asked and answered is not logged: people write personal things.
        log.info("Answered", { input_tokens: inputTokens, output_tokens: outputTokens });
      }
    }
  }
  return sse(events());
});
