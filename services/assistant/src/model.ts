import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  ThrottlingException,
} from "@aws-sdk/client-bedrock-runtime";
import { environment, HttpError } from "#runtime";
import type { Env } from "../index.ts";
import type { Conversation } from "./conversation.ts";

const { MODEL_ID } = environment<Env>();

/** Tokens of an answer: some 700 words, and the most that one costs. */
const maxTokens = 1024;

const system = [
  {
    text: "You answer customers of a shop, briefly and kindly. Say so when you don't know. Never promise refunds.",
  },
];

// One retry: a person is waiting, and a second failure is better told than waited for.
const client = new BedrockRuntimeClient({ maxAttempts: 2 });

/** What the model says, as it says it. Aborting the signal ends the call, and with it what is paid for. */
export async function* converse(
  { messages }: Conversation,
  signal: AbortSignal,
): AsyncGenerator<ConverseStreamOutput> {
  const command = new ConverseStreamCommand({
    modelId: MODEL_ID,
    system,
    messages: messages.map(({ role, text }) => ({ role, content: [{ text }] })),
    inferenceConfig: { maxTokens },
  });
  try {
    const { stream } = await client.send(command, { abortSignal: signal });
    yield* stream ?? [];
  } catch (error) {
    if (!(error instanceof ThrottlingException)) throw error;
    throw new HttpError(503, "The model is busy", { headers: { "retry-after": "10" }, cause: error });
  }
}
