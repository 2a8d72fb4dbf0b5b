import { spawnSync } from "node:child_process";

// Makes, updates or destroys the environment of a pull request.
const { ACTION: action, LABEL: label, NUMBER: number = "", BASE: base = "" } = process.env;
if (!/^[1-9]\d*$/.test(number)) throw new Error(`${JSON.stringify(number)} is no number of a pull request.`);
const stage = `pr-${number}`;

const ends = action === "closed" || (action === "unlabeled" && label === "preview");
// Another label than the one that asks for it changes nothing.
const concerns = ends || (action !== "unlabeled" && (action !== "labeled" || label === "preview"));
const args = ends
  ? ["destroy", "--stage", stage, "--config-from", "dev", "--remove", "--yes"]
  : ["up", "--stage", stage, "--config-from", "dev", "--only", "affected", "--base", base, "--yes"];
if (concerns)
  process.exitCode = spawnSync("npm", ["run", "fleet", "--", ...args], { stdio: "inherit" }).status ?? 1;
