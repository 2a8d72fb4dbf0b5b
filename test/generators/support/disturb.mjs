// Loaded before the command (node --import): disturbs its fourth file, so that a test can see what is left behind.
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const { writeFile } = files;
let count = 0;

files.writeFile = async (path, content, options) => {
  count += 1;
  if (count === 4 && process.env.DISTURB === "fail") throw new Error("ENOSPC: no space left on device");
  if (count === 4 && process.env.DISTURB === "pause") {
    process.stdout.write("paused\n");
    const alive = setInterval(() => {}, 1000);
    await new Promise((_, reject) => options.signal.addEventListener("abort", reject));
    clearInterval(alive);
  }
  return writeFile(path, content, options);
};
syncBuiltinESMExports();
