import type { NodePlopAPI } from "node-plop";
import { Interrupted } from "../../platform/values/problems.ts";
import { type Kind, kindNames, specOf } from "../kinds/index.ts";
import { type Question, says, type Told } from "../kinds/question.ts";
import { listOf, promptOf } from "../plopfile.ts";

/**
 * Asks in the terminal for answers that are missing: the kind first, then that kind's questions and no more. Loads plop and
 * inquirer, which take longer than everything else together, so only runs that ask pay for them. `taken` gives the
 * problem with a name that another service has.
 */
export async function ask(
  kind: Kind | undefined,
  told: Told,
  taken: (name: string) => string | undefined,
): Promise<{ kind: Kind; told: Told }> {
  const { default: nodePlop } = await import("node-plop");
  const { inquirer } = (await nodePlop()) as NodePlopAPI & WithInquirer;
  try {
    const chosen = kind ?? (await askKind(inquirer));
    const { questions } = specOf(chosen);
    const prompts = questions.map((question) =>
      promptOf(question, {
        choices: choicesLeft(question, told, questions),
        ...(question.name === "name" && { refuse: taken }),
      }),
    );
    // By inquirer itself, which skips known answers: plop's runPrompts takes them by position only, and not for prompts
    // that depend on others.
    return { kind: chosen, told: await inquirer.prompt(prompts, told) };
  } catch (error) {
    if ((error as Error).name === "ExitPromptError") throw new Interrupted();
    throw error;
  }
}

/** Choices that fit the answers of later questions: the others would be refused at the end. */
function choicesLeft({ name, choices }: Question, told: Told, questions: readonly Question[]) {
  const later = questions.find((other) => other.only?.question === name && says(other, told));
  if (!later?.only || !choices) return choices;
  return Object.fromEntries(later.only.values.map((value) => [value, choices[value]!]));
}

async function askKind(inquirer: WithInquirer["inquirer"]): Promise<Kind> {
  const choices = listOf(Object.fromEntries(kindNames.map((name) => [name, specOf(name).description])));
  const { kind } = await inquirer.prompt([
    { type: "list", name: "kind", message: "What kind of service?", choices },
  ]);
  return kind as Kind;
}

/** plop passes its inquirer on, which its types leave out. */
interface WithInquirer {
  readonly inquirer: { prompt(questions: readonly object[], told?: Told): Promise<Record<string, string>> };
}
