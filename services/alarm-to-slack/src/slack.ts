import { circuitBreaker } from "#runtime/circuit-breaker";
import { secret } from "#runtime/parameters";
import type { Env } from "../index.ts";
import type { Message } from "./message.ts";

/** Slack didn't take a message. Its webhook's address is a secret, and no part of this error. */
export class SlackRefused extends Error {}

const post = circuitBreaker(
  async (signal, url: string, message: Message) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
      signal,
    }).catch((error: Error) => {
      // fetch's own error names the address.
      if (signal.aborted) throw error;
      throw new SlackRefused(
        `Slack can't be reached: ${(error.cause as { code?: string })?.code ?? error.name}.`,
      );
    });
    if (!response.ok) throw new SlackRefused(`Slack answered ${response.status}.`);
  },
  { name: "slack", timeout: 5_000 },
);

/** Posts to the channel whose webhook the secret holds. */
export async function tell(message: Message): Promise<void> {
  await post(await secret<Env>("WEBHOOK_SECRET_ARN"), message);
}
