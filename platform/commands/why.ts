import { graphOf } from "../fleet/graph-of.ts";
import { findService } from "../fleet/services.ts";
import { questionOf } from "../fleet/why/question.ts";
import { whyText } from "../fleet/why/text.ts";
import { Reasons } from "../fleet/why/why.ts";
import { command } from "./command.ts";
import { stageFlag } from "./flags.ts";
import { summaries } from "./summaries.ts";

await command({
  usage: "npm run why -- <service> [<component>] [<setting>] [--stage <stage>] [--json]",
  description: summaries.why,
  args: { min: 1, max: 3, ask: "Name a service, and if you like one of its components and a setting" },
  flags: { stage: stageFlag, json: { type: "boolean", help: "print JSON" } },
  notes: [
    "A component is a function, queue, bucket, ... by its name in the plan; a setting is called as in platform/defaults.ts,",
    "such as function.memory, or memory where no other is called so. See docs/defaults.md.",
  ],
  run: async ({ flags: { stage, json }, args: [name = "", ...words] }) => {
    const service = findService(name, stage);
    const graph = await graphOf(service, { stage, expired: "accepted" });
    const reasons = new Reasons(graph, service);
    const { components, setting } = questionOf(words, reasons.components, graph);
    const answers = components.flatMap((component) => reasons.of(component, setting));
    process.stdout.write(
      json ? `${JSON.stringify(answers, null, 2)}\n` : whyText(answers, { full: setting !== undefined }),
    );
    return undefined;
  },
});
