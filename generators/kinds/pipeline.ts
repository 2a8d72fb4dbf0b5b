import { nameRules } from "../../platform/values/names.ts";
import { common } from "./common.ts";
import { checkChoice, checkFileName, type Question, quote } from "./question.ts";
import { choicesOf, type KindSpec, type Variant } from "./spec.ts";

/** The ways to join the steps of a pipeline. */
const variants = {
  "state-machine": {
    makes: "a Step Functions state machine with a function for each step",
    shared: ["common"],
  },
  queues: {
    makes: "a queue before each step: cheaper in volume, without branches and a history of each run",
    shared: ["common"],
  },
} satisfies Record<string, Variant>;

const joints = choicesOf(variants);

const joined: Question = {
  name: "joined",
  message: "How its steps are joined:",
  help: `how its steps are joined: ${Object.keys(joints).join(", ")}; default: state-machine`,
  choices: joints,
  fallback: () => "state-machine",
  check: checkChoice("way to join steps", joints),
};

const split = (value: string): string[] => value.split(",").map((step) => step.trim());

const maxStep = nameRules.part.max - "flow-to-".length;

const steps: Question = {
  name: "steps",
  message: "Its steps, in order:",
  help: "its steps in order, 2 to 9 names with commas between; default: validate,process,notify",
  fallback: () => "validate,process,notify",
  check: (value) => {
    const names = split(value);
    const problems = names.flatMap((step) => checkFileName("part", step));
    // More would make index.ts longer than a page; a pipeline of more steps is written there, or in two.
    if (names.length < 2 || names.length > 9)
      problems.push(`${names.length} step(s) given; 2 to 9 are allowed, with commas between.`);
    // The queue of a step is called `flow-to-<step>`, its function `flow-<step>`: both have to be components' names.
    for (const step of names.filter((one) => one.length > maxStep))
      problems.push(`The step ${quote(step)} has ${step.length} characters; up to ${maxStep} are allowed.`);
    if (names.includes("schema"))
      problems.push('"schema" names the file of the input\'s schema; choose another name.');
    const twice = new Set(names.filter((step, i) => step && names.indexOf(step) !== i));
    for (const step of twice)
      problems.push(`The step ${quote(step)} is given more than once; each needs a name of its own.`);
    return [...new Set(problems)];
  },
  read: split,
};

export const pipeline: KindSpec = {
  title: "Pipeline",
  description: "steps in order, as a Step Functions state machine or joined by queues",
  questions: [...common((name) => `Pipeline ${name}`), joined, steps],
  variants,
  variant: ({ joined }) => String(joined),
};
