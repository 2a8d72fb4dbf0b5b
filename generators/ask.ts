import type { NodePlopAPI } from "node-plop";
import { type Kind, kindNames, specOf } from "./kinds.ts";
import type { Told } from "./question.ts";

/** Thrown when the person ends the questions with Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Asks in the terminal for what isn't told: the kind first, then what that kind needs. Loads plop and inquirer, which
 * take longer than everything else together, so only runs that ask pay for them.
 */
export async function ask(kind: Kind | undefined, told: Told): Promise<{ kind: Kind; told: Told }> {
  const { default: nodePlop } = await import("node-plop");
  const { default: register } = await import("./plopfile.ts");
  const plop = await nodePlop();
  register(plop);
  try {
    const chosen = kind ?? (await askKind(plop));
    // plop takes answers by position; `_` is its sign for a prompt that is still to be asked.
    const bypass = specOf(chosen).questions.map((question) => told[question.name] ?? "_");
    const answers: Record<string, string> = await plop.getGenerator(chosen).runPrompts(bypass);
    return { kind: chosen, told: answers };
  } catch (error) {
    if ((error as Error).name === "ExitPromptError") throw new Interrupted();
    throw error;
  }
}

async function askKind(plop: NodePlopAPI): Promise<Kind> {
  const choices = kindNames.map((value) => ({
    value,
    name: `${value.padEnd(10)}${specOf(value).description}`,
  }));
  const { kind } = await (plop as unknown as WithInquirer).inquirer.prompt([
    { type: "list", name: "kind", message: "What kind of service?", choices },
  ]);
  return kind as Kind;
}

/** plop passes its inquirer on, though its types don't say so. */
interface WithInquirer {
  readonly inquirer: { prompt(questions: readonly object[]): Promise<Record<string, string>> };
}
