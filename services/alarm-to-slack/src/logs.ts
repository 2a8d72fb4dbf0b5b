import { setTimeout as sleep } from "node:timers/promises";
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  type ResultField,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { withTimeout } from "#runtime/deadline";

export interface LogLine {
  readonly time: string;
  readonly text: string;
  readonly correlationId: string | undefined;
}

/** `unread` where the logs could not be asked. */
export type LogLines = readonly LogLine[] | "unread";

const client = new CloudWatchLogsClient();

/** Errors of a function: those that it logs as JSON, and what Lambda says of one that ended badly. */
const query = `fields @timestamp, @message, message, error.name, error.message, correlation_id
| filter level in ["ERROR", "FATAL"] or @message like /Task timed out|Runtime exited|Runtime\\.|"type":"platform\\.fault"/
| sort @timestamp desc
| limit 5`;

/** Seconds before the alarm and after it that are searched: an alarm goes off up to a few periods late. */
const [before, after] = [10 * 60, 60];
const pollMs = 500;
const timeoutMs = 15_000;

/** The last errors that a function logged before an alarm, newest first. */
export function linesBefore(functionName: string, timestamp: string): Promise<LogLine[]> {
  const at = Math.floor(new Date(timestamp.replace(/\+0000$/, "Z")).getTime() / 1000);
  return withTimeout(timeoutMs, async (abortSignal) => {
    const started = await client.send(
      new StartQueryCommand({
        logGroupName: `/aws/lambda/${functionName}`,
        queryString: query,
        startTime: at - before,
        endTime: at + after,
      }),
      { abortSignal },
    );
    for (;;) {
      const command = new GetQueryResultsCommand({ queryId: started.queryId });
      const { status, results = [] } = await client.send(command, { abortSignal });
      if (status === "Complete") return results.map(lineOf);
      if (status !== "Running" && status !== "Scheduled") throw new Error(`The query ended as ${status}.`);
      await sleep(pollMs, undefined, { signal: abortSignal });
    }
  });
}

function lineOf(fields: readonly ResultField[]): LogLine {
  const of = (name: string) => fields.find(({ field }) => field === name)?.value || undefined;
  const [kind, message] = [of("error.name"), of("error.message")];
  const error = [kind, message].filter((part) => part !== undefined).join(": ");
  const text = [of("message"), error].filter((part) => part).join(" | ");
  return {
    time: of("@timestamp") ?? "",
    text: text || (of("@message") ?? ""),
    correlationId: of("correlation_id"),
  };
}
