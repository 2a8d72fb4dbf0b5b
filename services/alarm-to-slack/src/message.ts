import type { AlarmChange } from "#runtime";
import type { LogLines } from "./logs.ts";

/** A message of Slack's Block Kit. */
export interface Message {
  /** What notifications show. */
  readonly text: string;
  readonly blocks: readonly Block[];
}
type Block =
  | { readonly type: "header"; readonly text: { readonly type: "plain_text"; readonly text: string } }
  | { readonly type: "section"; readonly text: { readonly type: "mrkdwn"; readonly text: string } }
  | {
      readonly type: "context";
      readonly elements: readonly { readonly type: "mrkdwn"; readonly text: string }[];
    };

/** Characters. Sources: Slack "Header block", "Section block", "chat.postMessage" (text is cut past 4,000). */
export const limits = { header: 150, section: 3_000, text: 4_000 } as const;

const signs = { ALARM: "🔴", OK: "🟢", INSUFFICIENT_DATA: "⚪" } as const;

/** What is told of a change of an alarm. Everything in it may hold anything, so it is escaped and cut to Slack's limits. */
export function messageOf({
  change,
  region,
  functionName,
  lines,
}: {
  readonly change: AlarmChange;
  readonly region: string;
  readonly functionName: string | undefined;
  readonly lines: LogLines;
}): Message {
  const { alarmName, state, configuration } = change;
  const title = `${signs[state.value]} ${alarmName}: ${state.value}`;
  const description = configuration.description ? `${configuration.description}\n` : "";
  return {
    text: mrkdwn(title, limits.text),
    blocks: [
      { type: "header", text: { type: "plain_text", text: cut(title, limits.header) } },
      // Slack refuses an empty section.
      section(mrkdwn(description + state.reason, limits.section) || "_No reason was given._"),
      ...logBlocks(functionName, lines),
      { type: "context", elements: [{ type: "mrkdwn", text: links(alarmName, region, functionName) }] },
    ],
  };
}

function logBlocks(functionName: string | undefined, lines: LogLines): Block[] {
  if (functionName === undefined) return [];
  if (lines === "unread") return [section("_Its logs could not be read._")];
  if (lines.length === 0) return [];
  const fence = "```";
  const text = lines
    .map(({ time, text, correlationId }) => `${time} ${text}${correlationId ? ` [${correlationId}]` : ""}`)
    .join("\n")
    // A fence in a line would end the block.
    .replaceAll(fence, "'''");
  return [section(`${fence}${mrkdwn(text, limits.section - 2 * fence.length)}${fence}`)];
}

function links(alarmName: string, region: string, functionName: string | undefined): string {
  const home = `https://${region}.${consoleOf(region)}/cloudwatch/home?region=${region}`;
  // The console wants the group's name encoded twice, with $ for %.
  const group = encodeURIComponent(encodeURIComponent(`/aws/lambda/${functionName}`)).replaceAll("%", "$");
  const all = [
    `<${home}#alarmsV2:alarm/${encodeURIComponent(alarmName)}|Alarm>`,
    ...(functionName === undefined ? [] : [`<${home}#logsV2:log-groups/log-group/${group}|Logs>`]),
  ];
  return all.join(" · ");
}

/** The console of a region: that of its partition. */
function consoleOf(region: string): string {
  if (region.startsWith("cn-")) return "console.amazonaws.cn";
  if (region.startsWith("us-gov-")) return "console.amazonaws-us-gov.com";
  return "console.aws.amazon.com";
}

const section = (text: string): Block => ({ type: "section", text: { type: "mrkdwn", text } });

/** Text that Slack shows as it is: its three control characters escaped, and no longer than allowed. */
function mrkdwn(text: string, most: number): string {
  const escaped: string[] = [];
  let length = 0;
  for (const character of text) {
    const one = escapes.get(character) ?? character;
    if (length + one.length > most - 1) return `${escaped.join("")}…`;
    escaped.push(one);
    length += one.length;
  }
  return escaped.join("");
}

const escapes = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
]);

/** By whole characters: half an emoji is none. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length > most - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
