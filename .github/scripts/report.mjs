import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";

// What the pull request changes, as Markdown: node report.mjs <base> <file>. The file is written in any case; the exit code is
// that of `impact`, which fails where data would be lost.
const [base = "", file = ""] = process.argv.slice(2);

/** The name of a service is a folder's; what a program prints may hold anything. */
const fenced = (text) => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text.trimEnd()}\n${fence}\n`;
};
const details = (title, text) => `<details><summary>${title}</summary>\n\n${text}\n</details>\n`;

function npm(...args) {
  const { status, stdout, stderr, error } = spawnSync("npm", ["run", "--silent", ...args], {
    encoding: "utf8",
    maxBuffer: 64 * 2 ** 20,
  });
  return { status: status ?? 1, out: stdout ?? "", err: `${stderr ?? ""}${error?.message ?? ""}` };
}

const impact = npm("impact", "--", "--base", base, "--markdown");
const derived = npm("derive", "--", "--check");
const parts = [
  impact.out || `**impact failed.**\n\n${fenced(impact.err)}`,
  derived.status === 0 ? "" : details("Derived files are out of date", fenced(derived.out || derived.err)),
];
writeFileSync(file, `${parts.filter((part) => part !== "").join("\n")}`);
process.exitCode = impact.status || derived.status;
