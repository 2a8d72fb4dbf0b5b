import { inputsOf, managed } from "../../engine/index.ts";
import type { Policy } from "../finding.ts";

export const queueEncryption: Policy = {
  id: "queue-encryption",
  severity: "error",
  title: "Messages of every queue are encrypted at rest.",
  reason: "Messages hold the data of the events that they are about.",
  remedy: "Set sqsManagedSseEnabled or kmsMasterKeyId.",
  settings: ["queue.encrypted"],
  broken: (graph) =>
    managed(graph, "aws:sqs/queue:Queue")
      .filter((queue) => {
        const { sqsManagedSseEnabled, kmsMasterKeyId } = inputsOf(queue);
        return sqsManagedSseEnabled === false && !kmsMasterKeyId;
      })
      .map((queue) => [queue, "The queue keeps its messages in the clear."] as const),
};
