/** The page's style; colours follow the reader's scheme. */
export const style = `
:root { color-scheme: light dark; --text: #1f2328; --muted: #59636e; --line: #d1d9e0; --page: #ffffff; --shade: #f6f8fa; --accent: #0969da; --bad: #cf222e; --warn: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --text: #f0f6fc; --muted: #9198a1; --line: #3d444d; --page: #0d1117; --shade: #151b23; --accent: #4493f8; --bad: #f85149; --warn: #d29922; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px; background: var(--page); color: var(--text); font: 14px/1.5 Helvetica, Arial, "Liberation Sans", sans-serif; }
h1 { margin: 0; font-size: 22px; } h2 { margin: 0 0 8px; font-size: 17px; } h3 { margin: 0; font-size: 16px; } h4 { margin: 20px 0 6px; font-size: 13px; color: var(--muted); }
p { margin: 4px 0; } .muted { color: var(--muted); } .error { color: var(--bad); } .warning { color: var(--warn); }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
main h2:not(:first-child) { margin-top: 32px; }
.desk { display: grid; gap: 24px; margin-top: 16px; align-items: start; }
.picture { border: 1px solid var(--line); border-radius: 8px; }
.picture svg { display: block; max-width: 100%; height: auto; }
.panel { border: 1px solid var(--line); border-radius: 8px; padding: 16px; overflow-wrap: anywhere; }
.diagram .node { cursor: pointer; outline: none; }
.diagram .node:hover .card, .diagram .node:focus-visible .card, .diagram .node[aria-pressed="true"] .card { stroke: var(--accent); stroke-width: 2; }
dl { display: grid; grid-template-columns: minmax(90px, 34%) 1fr; gap: 2px 16px; margin: 0; } dt { color: var(--muted); } dd { margin: 0; } dd:has(pre) { grid-column: 1 / -1; padding-left: 16px; }
pre, code, .value { font: 12px/1.5 ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; } pre { margin: 0; white-space: pre-wrap; max-height: 320px; overflow: auto; }
details { border-top: 1px solid var(--line); padding: 6px 0; } summary { cursor: pointer; }
summary .muted { font-size: 12px; }
table { width: 100%; border-collapse: collapse; } th { text-align: left; color: var(--muted); font-weight: 600; } th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
td.cost, th.cost { text-align: right; padding-right: 0; white-space: nowrap; }
li details { border: 0; padding: 0; } ul { margin: 0; padding-left: 20px; }
@media (min-width: 1300px) { .desk { grid-template-columns: minmax(0, 1fr) 460px; grid-template-rows: auto 1fr; } .panel { grid-column: 2; grid-row: 1 / span 2; position: sticky; top: 16px; max-height: calc(100vh - 32px); overflow: auto; } }
[hidden] { display: none; }
`.trim();
