import { createHash } from "node:crypto";
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { environment, event } from "#runtime";
import type { Env } from "../index.ts";
import { VersionId } from "./image.ts";

const env = environment<Env>();
const states = new SFNClient({});

/** "Object Created", as S3 tells of it. */
const Upload = z.object({
  object: z.object({ key: z.string().startsWith("uploads/"), "version-id": VersionId }),
});

/** One run for each version: told of it twice, Step Functions knows the name. */
export const handler = event({ detail: Upload }, async ({ detail, log }) => {
  const { key, "version-id": version } = detail.object;
  const name = createHash("sha256").update(`${key}\n${version}`).digest("hex").slice(0, 40);
  try {
    await states.send(
      new StartExecutionCommand({
        stateMachineArn: env.PUBLISHING_STATE_MACHINE_ARN,
        name,
        input: JSON.stringify({ key, version }),
      }),
    );
    log.info("Run started", { key, version, run: name });
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    log.info("Upload came again", { key, version, run: name });
  }
});
