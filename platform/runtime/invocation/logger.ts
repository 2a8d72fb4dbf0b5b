import { LogFormatter, Logger, LogItem } from "@aws-lambda-powertools/logger";
import type { LogAttributes, UnformattedAttributes } from "@aws-lambda-powertools/logger/types";
import { currentScope } from "./correlation.ts";
import { lineConsole } from "./lines.ts";

/** Logs JSON lines. The event itself is never logged: bodies may hold personal data. */
export type Log = Logger;

/**
 * Powertools' keys, plus those of the scope that the line was written in. Taking them from the scope, not from keys
 * appended to the logger, keeps messages that are handled at the same time apart.
 */
class ScopedFormatter extends LogFormatter {
  override formatAttributes(line: UnformattedAttributes, additional: LogAttributes): LogItem {
    const context = line.lambdaContext;
    const scope = currentScope();
    const attributes: LogAttributes = {
      level: line.logLevel,
      message: line.message,
      timestamp: this.formatTimestamp(line.timestamp),
      service: line.serviceName,
      cold_start: context?.coldStart,
      function_arn: context?.invokedFunctionArn,
      function_memory_size: context?.memoryLimitInMB,
      function_name: context?.functionName,
      function_request_id: context?.awsRequestId,
      correlation_id: scope?.correlationId,
      xray_trace_id: line.xRayTraceId,
      ...scope?.keys,
    };
    return new LogItem({ attributes }).addAttributes(additional);
  }
}

let shared: Logger | undefined;

/** The function's one logger, made when a wrapper first asks: importing this module does nothing. */
export function logger(): Log {
  if (process.env.POWERTOOLS_DEV !== "true")
    // Private, so checked by the compiler when Powertools changes: there is no option for it (see lines.ts).
    Logger.prototype["setConsole"] = function () {
      this["console"] = lineConsole;
    };
  shared ??= new Logger({ logFormatter: new ScopedFormatter() });
  return shared;
}
