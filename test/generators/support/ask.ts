// Asks as the command does in a terminal, and prints what it was told. Arguments: a kind or "", then answers as JSON.
import { ask } from "../../../generators/answers/ask.ts";
import { isKind } from "../../../generators/kinds/index.ts";

const [kind = "", told = "{}"] = process.argv.slice(2);
const taken = (name: string) => (name === "taken" ? "There is one already." : undefined);
const answers = await ask(isKind(kind) ? kind : undefined, JSON.parse(told), taken);
console.log(`\nanswers ${JSON.stringify(answers)}`);
