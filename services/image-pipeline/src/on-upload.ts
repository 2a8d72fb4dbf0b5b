import { createHash } from "node:crypto";
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { environment, event } from "#runtime";
import type { Env } from "../index.ts";

const env = environment<Env>();
const states = new SFNClient({});

/** "Object Created", as S3 tells of it. */
const Upload = z.object({
  object: z.object({ key: z.string().startsWith("uploads/"), sequencer: z.string().min(1) }),
});

/** One run for each upload: told of it twice, Step Functions knows the name. An upload under the same key is another. */
export const handler = event({ detail: Upload }, async ({ detail, log }) => {
  const { key, sequencer } = detail.object;
  const name = createHash("sha256").update(`${key}\n${sequencer}`).digest("hex").slice(0, 40);
  try {
    await states.send(
      new StartExecutionCommand({
        stateMachineArn: env.PUBLISHING_STATE_MACHINE_ARN,
        name,
        input: JSON.stringify({ key }),
      }),
    );
    log.info("Run started", { key, run: name });
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    log.info("Upload came again", { key, run: name });
  }
});
