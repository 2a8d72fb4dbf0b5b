import type { NodePlopAPI } from "plop";
import { create } from "./create.ts";
import { kindNames, specOf } from "./kinds/index.ts";
import { isOpen, type Question, type Told } from "./kinds/question.ts";

/**
 * Registers a plop generator for each kind: its questions come from kinds/, its action is `create`. Only questions that
 * depend on another have a `when`: plop takes no answer of such a prompt from its own command line.
 */
export default function register(plop: NodePlopAPI): void {
  for (const kind of kindNames) {
    const { description, questions } = specOf(kind);
    plop.setGenerator(kind, {
      description,
      prompts: questions.map((question) => promptOf(question)),
      actions: [async (answers) => `services/${(await create(kind, toldIn(answers))).name}`],
    });
  }
}

/**
 * A question as an inquirer prompt. Bare Enter takes the default, or leaves the matter to the platform. `refuse` gives
 * the problem with an answer that is fine by itself.
 */
export function promptOf(
  question: Question,
  given: { choices?: Question["choices"]; refuse?: (value: string) => string | undefined } = {},
) {
  const { name, message, only, required, fallback, check } = question;
  const { choices = question.choices, refuse } = given;
  return {
    type: choices ? "list" : "input",
    name,
    message,
    ...(choices && { choices: listOf(choices) }),
    ...(only && { when: (told: Told) => isOpen(question, told) }),
    ...(fallback && { default: (told: Told) => fallback(told) }),
    validate: (value: string, told: Told) => {
      if (value === "") return required ? "An answer is needed here." : true;
      return check(value, told).join(" ") || refuse?.(value) || true;
    },
  };
}

/** Choices as inquirer lists them: each value with its meaning; only the value stays once it is chosen. */
export function listOf(choices: Readonly<Record<string, string>>) {
  const width = Math.max(...Object.keys(choices).map((value) => value.length));
  return Object.entries(choices).map(([value, what]) => ({
    value,
    short: value,
    name: `${value.padEnd(width)}  ${what}`,
  }));
}

/** Only texts count: plop adds keys of its own to the answers. */
function toldIn(answers: Readonly<Record<string, unknown>>): Told {
  return Object.fromEntries(
    Object.entries(answers).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
