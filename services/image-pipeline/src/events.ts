import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { correlation, environment } from "#runtime";
import type { Env } from "../index.ts";

const env = environment<Env>();
const bus = new EventBridgeClient({});

/** Tells all services of an image that is public now. A retry tells it again: its key and version say that it is the same. */
export async function published(image: { key: string; version: string; files: string[] }): Promise<void> {
  const detail = { ...image, correlationId: correlation.current() };
  const { Entries = [] } = await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: env.SHARED_BUS_NAME,
          Source: "image-pipeline",
          DetailType: "ImagePublished",
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  // EventBridge answers 200 to events that it refuses.
  for (const { ErrorCode, ErrorMessage } of Entries)
    if (ErrorCode) throw new Error(`The event was refused: ${ErrorCode} ${ErrorMessage ?? ""}`);
}
