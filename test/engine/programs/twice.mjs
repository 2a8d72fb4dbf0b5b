// Runs a program twice in one process and prints how many resources each run had.
import { runInProcess } from "../../../platform/engine/index.ts";
import { awsProvider } from "../../../platform/provider/index.ts";

const options = {
  project: "shop",
  stack: "dev",
  dir: `${import.meta.dirname}/several`,
  provider: awsProvider(),
};
const first = await runInProcess(options);
const second = await runInProcess(options);
process.stdout.write(JSON.stringify([first, second].map((graph) => graph.of("aws:sqs/queue:Queue").length)));
