import fc from "fast-check";
import { anyCharacter } from "../../support/any-character.ts";

/** Signs that begin or end something in Markdown, YAML or HTML, and characters of no width, of more, or of another direction. */
const signs = [
  ...[
    "- ",
    "1. ",
    "1) ",
    "+ ",
    "# ",
    "> ",
    "| a | b |",
    "***",
    "___",
    "---",
    "===",
    "~~~",
    "```",
    "[ ] ",
    "    ",
  ],
  ...[
    "<!-- x -->",
    "<br>",
    "&amp;",
    "[a]: b",
    "![x](y)",
    "{{x}}",
    ":::",
    "$x$",
    "\\",
    "*a*",
    "_b_",
    "http://a.b/c_d",
  ],
  ...[": ", " #", "%", "@", "!tag", "'", '"', "a".repeat(120), "word ", "e\u0301", "中文", "👨‍👩‍👧", "🇩🇪"],
  ...[
    "\u0301",
    "\u200b",
    "\u200d",
    "\ufe0f",
    "\u00ad",
    "\u202e",
    "\u2066",
    "\u061c",
    "\u180e",
    "\u3164",
    "\u2800",
  ],
  ...["\u00a0", "\u3000", "\u2003", "\u1680", "\t", "\u{e0061}", "\u034f"],
];

/** Lines as a description could be. */
export const anyLine = fc.oneof(
  fc.constantFrom(...signs),
  fc.array(fc.constantFrom(...signs), { minLength: 2, maxLength: 5 }).map((all) => all.join("")),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: anyCharacter, maxLength: 30 }),
);
