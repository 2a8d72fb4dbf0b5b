import type { NodeKind } from "../wiring/wiring.ts";
import { icons } from "./icons.ts";

/** The purpose of a kind of node decides its colour. */
type Tone = "code" | "data" | "messages" | "entrance" | "other";

interface Look {
  readonly tone: Tone;
  readonly icon: string;
  /** The kind in words, below the name. */
  readonly caption: string;
}

const looks: Readonly<Record<NodeKind, readonly [tone: Tone, icon: keyof typeof icons, caption: string]>> = {
  function: ["code", "function", "function"],
  machine: ["code", "machine", "state machine"],
  gateway: ["entrance", "gateway", "API"],
  distribution: ["entrance", "distribution", "CloudFront"],
  schedule: ["entrance", "schedule", "schedule"],
  "user-pool": ["entrance", "people", "user pool"],
  queue: ["messages", "queue", "queue"],
  topic: ["messages", "topic", "topic"],
  bus: ["messages", "bus", "event bus"],
  rule: ["messages", "rule", "rule"],
  stream: ["messages", "stream", "stream"],
  table: ["data", "table", "table"],
  bucket: ["data", "bucket", "bucket"],
  secret: ["data", "secret", "secret"],
  parameter: ["data", "parameter", "parameter"],
  external: ["other", "external", "not of this service"],
};

export function lookOf(kind: NodeKind): Look {
  const [tone, icon, caption] = looks[kind];
  return { tone, icon: icons[icon], caption };
}

/** Colours of GitHub's palette for light and for dark surroundings; both keep a contrast of 4.5 to 1 for text. */
export const style = `
.diagram { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; }
.diagram .page { fill: #ffffff; }
.diagram .name { font-size: 13px; font-weight: 600; fill: #1f2328; }
.diagram .caption, .diagram .label { font-size: 11px; fill: #59636e; }
.diagram .frame { fill: #f6f8fa; stroke: #d1d9e0; }
.diagram .title { font-size: 11px; font-weight: 600; fill: #59636e; }
.diagram .title { paint-order: stroke; stroke: #f6f8fa; stroke-width: 4px; stroke-linejoin: round; }
.diagram .card { fill: #ffffff; stroke: #d1d9e0; }
.diagram .icon { fill: none; stroke: #ffffff; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.diagram .line { fill: none; stroke: #818b98; stroke-width: 1.3; }
.diagram .tip { fill: #818b98; stroke: none; }
.diagram .failure .line { stroke: #cf222e; stroke-dasharray: 5 4; }
.diagram .failure .tip { fill: #cf222e; }
.diagram .failure .label { fill: #cf222e; }
.diagram .code .tile { fill: #bc4c00; }
.diagram .data .tile { fill: #0969da; }
.diagram .messages .tile { fill: #bf3989; }
.diagram .entrance .tile { fill: #8250df; }
.diagram .other .tile { fill: #59636e; }
@media (prefers-color-scheme: dark) {
.diagram .page { fill: #0d1117; }
.diagram .name { fill: #f0f6fc; }
.diagram .caption, .diagram .label, .diagram .title { fill: #9198a1; }
.diagram .frame { fill: #151b23; stroke: #3d444d; }
.diagram .title { stroke: #151b23; }
.diagram .card { fill: #0d1117; stroke: #3d444d; }
.diagram .line { stroke: #656c76; }
.diagram .tip { fill: #656c76; }
.diagram .failure .line { stroke: #f85149; }
.diagram .failure .tip, .diagram .failure .label { fill: #f85149; }
}
`.trim();
