/** What a change does to a node or an arrow. */
export type Mark = "added" | "changed" | "replaced" | "removed";

/** Signs beside the colours, for readers who can't tell those apart. */
export const marks: Readonly<Record<Mark, string>> = {
  added: "+",
  changed: "~",
  replaced: "±",
  removed: "−",
};

/** Colours of GitHub's palette, as those of the diagram. */
export const markStyle = `
.diagram .badge { font-size: 13px; font-weight: 700; }
.diagram .added .card { stroke: #1a7f37; stroke-width: 2; } .diagram .added .badge { fill: #1a7f37; }
.diagram .changed .card { stroke: #9a6700; stroke-width: 2; } .diagram .changed .badge { fill: #9a6700; }
.diagram .replaced .card { stroke: #cf222e; stroke-width: 2; } .diagram .replaced .badge { fill: #cf222e; }
.diagram .removed .card { stroke: #59636e; stroke-width: 2; stroke-dasharray: 5 4; } .diagram .removed .badge { fill: #59636e; }
.diagram .removed .name { text-decoration: line-through; }
.diagram .edge.added .line { stroke: #1a7f37; stroke-width: 2; } .diagram .edge.added .tip { fill: #1a7f37; }
.diagram .edge.removed .line { stroke-dasharray: 2 4; } .diagram .edge.removed .label { text-decoration: line-through; }
@media (prefers-color-scheme: dark) {
.diagram .added .card { stroke: #3fb950; } .diagram .added .badge { fill: #3fb950; }
.diagram .changed .card { stroke: #d29922; } .diagram .changed .badge { fill: #d29922; }
.diagram .replaced .card { stroke: #f85149; } .diagram .replaced .badge { fill: #f85149; }
.diagram .removed .card { stroke: #9198a1; } .diagram .removed .badge { fill: #9198a1; }
.diagram .edge.added .line { stroke: #3fb950; } .diagram .edge.added .tip { fill: #3fb950; }
}
`.trim();
