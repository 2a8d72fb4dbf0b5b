import { command } from "./command.ts";
import { summaries } from "./summaries.ts";

await command({
  usage: "npm run help",
  description: summaries.help,
  flags: {},
  run: async () => {
    const names = Object.keys(summaries);
    const width = Math.max(...names.map((name) => name.length));
    const lines = Object.entries(summaries).map(([name, text]) => `  npm run ${name.padEnd(width)}  ${text}`);
    process.stdout.write(
      `${lines.join("\n")}\n\nFlags of a command stand after --, as in npm run plan -- users-api --stage prod; more with --help.\n`,
    );
    return undefined;
  },
});
