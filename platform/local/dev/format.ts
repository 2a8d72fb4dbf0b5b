import { styleText } from "node:util";
import type { LogLine } from "../types.ts";

/** Keys of a structured line that have a place of their own, or that the reader of a terminal can do without. */
const placed = new Set([
  "level",
  "message",
  "timestamp",
  "correlation_id",
  "correlationId",
  "error",
  "service",
  "cold_start",
  "function_arn",
  "function_memory_size",
  "function_name",
  "function_request_id",
  "requestId",
  "request_id",
  "sampling_rate",
  "xray_trace_id",
  "stage",
]);

/** One line of a handler's output, taken apart. */
interface Parsed {
  readonly level: string;
  readonly message: string;
  readonly correlationId?: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Lines to show below: a stack. */
  readonly below: readonly string[];
}

/** Gives a text a style, or leaves it plain: `styleText` decides by the terminal. */
export type Paint = (style: "bold" | "dim" | "red" | "green" | "yellow" | "cyan", text: string) => string;

const styles: Readonly<Record<string, Parameters<Paint>[0]>> = {
  ERROR: "red",
  FATAL: "red",
  CRITICAL: "red",
  WARN: "yellow",
};

/** Formats a line for the terminal; undefined for one that is not meant for a person, such as metrics. */
export function formatLine(line: LogLine, paint: Paint = styleText): string | undefined {
  const parsed = parse(line.text);
  if (!parsed) return undefined;
  const time = new Date(line.at).toISOString().slice(11, 23);
  const fields = Object.entries(parsed.fields).map(([key, value]) => `${key}=${short(value)}`);
  const head = [
    paint("dim", time),
    paint("cyan", line.source),
    paint(styles[parsed.level] ?? "dim", parsed.level.padEnd(5)),
    parsed.message,
    ...fields.map((each) => paint("dim", each)),
    ...(parsed.correlationId ? [paint("dim", `correlation=${parsed.correlationId}`)] : []),
  ].join("  ");
  return [head, ...parsed.below.map((each) => paint("dim", `    ${each.trim()}`))].join("\n");
}

function parse(text: string): Parsed | undefined {
  return structured(text) ?? (isMetrics(text) ? undefined : plain(text));
}

function isMetrics(text: string): boolean {
  return text.startsWith("{") && text.includes('"_aws"') && text.includes('"CloudWatchMetrics"');
}

/** A line of Powertools' logger, or any JSON object with a message. */
function structured(text: string): Parsed | undefined {
  if (!text.startsWith("{")) return undefined;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (typeof value.message !== "string") return undefined;
  const error = value.error as { name?: string; message?: string; stack?: unknown } | undefined;
  const correlationId = value.correlation_id ?? value.correlationId;
  return {
    level: String(value.level ?? "INFO"),
    message: error?.message ? `${value.message}: ${error.name ?? "Error"}: ${error.message}` : value.message,
    ...(typeof correlationId === "string" ? { correlationId } : {}),
    fields: Object.fromEntries(Object.entries(value).filter(([key]) => !placed.has(key))),
    below: stackOf(error?.stack),
  };
}

/** Lambda's own line for when a handler ran out of time or took its process down. */
const endOfProcess = /^(?:\S+Z \S+ (?=Task timed out)|RequestId: \S+ (?=Error: ))(.*)$/;

/** A `console` line as the runtime client writes it (time, request id, level, text), or anything else as it is. */
function plain(text: string): Parsed {
  const ended = endOfProcess.exec(text)?.[1];
  if (ended) return { level: "ERROR", message: ended, fields: {}, below: [] };
  const [, level, message] = /^\S+Z\t\S*\t([A-Z]+)\t(.*)$/s.exec(text) ?? [];
  const [first = "", ...rest] = (message ?? text).split("\r");
  const failed = errorOf(first);
  const below = failed ? failed.below : rest;
  return { level: level ?? "INFO", message: failed?.message ?? first, fields: {}, below };
}

/** The runtime client logs an uncaught error as text and JSON: `Invoke Error \t{"errorType":...}`. */
function errorOf(text: string): { message: string; below: string[] } | undefined {
  const [, what, json] = /^(\w+ Error)\s+(\{.*\})\s*$/.exec(text) ?? [];
  if (!what || !json) return undefined;
  try {
    const { errorType, errorMessage, stack } = JSON.parse(json) as Record<string, unknown>;
    return { message: `${what}: ${errorType}: ${errorMessage}`, below: stackOf(stack) };
  } catch {
    return undefined;
  }
}

/** Frames that are shown of the service's own code, and of packages, Node and the platform. */
const shownFrames = { own: 6, others: 5 };

/** Frames of a stack; an error of a package has its own first, and the service's line is the one to look at. */
function stackOf(stack: unknown): string[] {
  const lines = typeof stack === "string" ? stack.split("\n") : Array.isArray(stack) ? stack.map(String) : [];
  const left = { ...shownFrames };
  return lines
    .filter((each) => /^\s*at /.test(each) && !each.includes("aws-lambda-ric"))
    .filter((each) => left[isOwn(each) ? "own" : "others"]-- > 0);
}

/** Whether a frame is in a file of the service. */
const isOwn = (frame: string): boolean =>
  /[/\\][^:]*:\d+:\d+/.test(frame) && !/[/\\](node_modules|platform[/\\]runtime)[/\\]|\(node:/.test(frame);

function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
