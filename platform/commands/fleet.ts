import { createInterface } from "node:readline/promises";
import { execute, type Prepared, prepare } from "../fleet/deploy/fleet.ts";
import { isOperation, operationNames, operations } from "../fleet/deploy/operations.ts";
import { progressOn } from "../fleet/deploy/progress.ts";
import { pruner } from "../fleet/deploy/prune/prune.ts";
import { isBad } from "../fleet/deploy/results.ts";
import { copyConfig } from "../fleet/deploy/select.ts";
import { summaryText } from "../fleet/deploy/summary.ts";
import { fleet as settings } from "../organisation.ts";
import { Interrupted, type Problem, suggestion, UsageError } from "../values/problems.ts";
import { command } from "./command.ts";
import { exitCodes } from "./help-text.ts";
import { insistentInterruption } from "./interruption.ts";
import { summaries } from "./summaries.ts";

interface Given {
  readonly stage: string | undefined;
  readonly only: string | undefined;
  readonly base: string | undefined;
  readonly parallel: string | undefined;
  readonly remove: boolean;
  readonly yes: boolean;
  readonly "yes-destroy": string | undefined;
  readonly json: boolean;
}

const isTerminal = () => process.stdin.isTTY === true && process.stderr.isTTY === true;
const isProtected = (stage: string) => settings.protectedStages.includes(stage);

/** All that is wrong with the command line. */
function problemsOf(word: string | undefined, flags: Given): Problem[] {
  const problems: Problem[] = [];
  if (!isOperation(word))
    problems.push({
      problem: `Say what to do first: ${operationNames.join(", ")}${word === undefined ? "" : `; ${JSON.stringify(word)} given`}.${suggestion(word ?? "", operationNames)}`,
    });
  if (flags.stage === undefined)
    problems.push({ where: "--stage", problem: "Name the stage: --stage <stage>." });
  else if (!/^[\w.-]+$/.test(flags.stage))
    problems.push({
      where: "--stage",
      problem: `${JSON.stringify(flags.stage)} is no name of a stack: use letters, digits, "-", "_" and ".".`,
    });
  if (flags.parallel !== undefined && !/^[1-9]\d?$/.test(flags.parallel))
    problems.push({ where: "--parallel", problem: `${flags.parallel} given; 1 to 99 are allowed.` });
  if ((flags.only === undefined) !== (flags.base === undefined))
    problems.push({ where: "--only", problem: "--only affected and --base <revision> go together." });
  if (flags.remove && word !== "destroy")
    problems.push({ where: "--remove", problem: "It goes with destroy only." });
  if (isOperation(word) && operations[word].changes && flags.stage !== undefined)
    problems.push(...consentProblems(word, flags.stage, flags));
  return problems;
}

/** What changes something needs a yes; destroying a protected stage needs its name. */
function consentProblems(word: string, stage: string, flags: Given): Problem[] {
  const name = flags["yes-destroy"];
  if (name !== undefined && (word !== "destroy" || name !== stage))
    return [
      {
        where: "--yes-destroy",
        problem: `${name} given; it goes with destroy only, and repeats the stage that is destroyed.`,
      },
    ];
  if (isTerminal()) return [];
  if (word === "destroy" && isProtected(stage) && name === undefined)
    return [
      {
        where: "--yes-destroy",
        problem: `${stage} is a protected stage (fleet.protectedStages in platform/organisation.ts): nothing is destroyed there without --yes-destroy ${stage}.`,
      },
    ];
  if (!flags.yes && name === undefined)
    return [{ where: "--yes", problem: `Without a terminal to ask on, ${word} needs --yes.` }];
  return [];
}

/** Asks on a terminal; throws unless the answer agrees. */
async function consent({ operation, stage, services }: Prepared, flags: Given, signal: AbortSignal) {
  const byName = operation === "destroy" && isProtected(stage);
  const agreed = flags["yes-destroy"] === stage || (flags.yes && !byName);
  if (!operations[operation].changes || agreed) return;
  const what = `${operations[operation].question} ${services.size} stack(s) in ${stage} (${[...services.keys()].join(", ")})?`;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // The end of the input is a no.
  const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  const ask = byName ? `${what} Type ${stage} to do so: ` : `${what} [y/N] `;
  const answer = await Promise.race([terminal.question(ask, { signal }), closed]).catch(() => "");
  terminal.close();
  const isYes = byName ? answer.trim() === stage : /^y(es)?$/i.test(answer.trim());
  if (!isYes) throw new Interrupted("Nothing was done.");
}

await command({
  usage:
    "npm run fleet -- <preview|up|refresh|destroy|drift> [service...] --stage <stage> [--parallel <count>] [--yes] [--json]",
  description: summaries.fleet,
  args: { min: 0, max: Number.POSITIVE_INFINITY, ask: "Say what to do, and name services" },
  reportsProblems: true,
  flags: {
    stage: { type: "string", value: "<stage>", help: "the stacks to work on" },
    only: {
      type: "string",
      value: "affected",
      choices: ["affected"],
      help: "services that a change touches",
    },
    base: { type: "string", value: "<revision>", help: "the change is that since this revision of git" },
    parallel: {
      type: "string",
      value: "<count>",
      help: "stacks at a time; default: as many as there are cores",
    },
    "config-from": {
      type: "string",
      value: "<stage>",
      help: "give services without a stack file that of this stage, but for its secrets",
    },
    remove: { type: "boolean", help: "with destroy: remove the stacks and their files too" },
    yes: { type: "boolean", help: "ask nothing" },
    "yes-destroy": {
      type: "string",
      value: "<stage>",
      help: "destroy in this stage, though it is protected",
    },
    json: { type: "boolean", help: "print JSON" },
  },
  notes: [
    "A service waits for those whose outputs it reads; one that fails stops only those that wait for it. Run it again to go on.",
    "Ctrl-C ends what runs in good order, a second one without waiting for AWS, a third one leaves it to end by itself.",
    "drift changes nothing, and ends with 1 where AWS differs from the state. See docs/delivery/fleet.md.",
  ],
  run: async ({ flags, args: [word, ...names], problems }) => {
    const all = [...problems, ...problemsOf(word, flags)];
    if (all.length > 0 || !isOperation(word) || flags.stage === undefined) throw new UsageError(all);
    const { stage, base } = flags;
    const stop = insistentInterruption();
    const comparedIn = flags["config-from"];
    if (comparedIn !== undefined) copyConfig(names, comparedIn, stage);
    const since = { ...(base !== undefined && { base }), ...(comparedIn !== undefined && { comparedIn }) };
    const prepared = await prepare({ operation: word, stage, names, ...since });
    for (const warning of prepared.warnings) process.stderr.write(`warning ${warning}\n`);
    if (prepared.services.size > 0) await consent(prepared, flags, stop.cancelled);
    const totals = new Map(
      [...prepared.graphs].map(([name, graph]) => [
        name,
        graph.resources.filter(({ type }) => !/^pulumi:(providers|pulumi:Stack)/.test(type)).length,
      ]),
    );
    const progress = progressOn(process.stderr, totals);
    const result = await execute(prepared, {
      ...(flags.parallel !== undefined && { parallel: Number(flags.parallel) }),
      stop,
      progress,
      remove: flags.remove,
      afterwards: pruner(stage, settings.versionsKept),
    }).finally(() => progress.close());
    process.stdout.write(flags.json ? `${JSON.stringify(result, null, 2)}\n` : summaryText(result));
    if (stop.cancelled.aborted) return exitCodes.interrupted;
    return result.services.some(isBad) ? exitCodes.failed : exitCodes.done;
  },
});
