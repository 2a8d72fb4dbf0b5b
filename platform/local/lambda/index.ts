import type { Graph } from "../../engine/graph/graph.ts";
import type { ServiceRow } from "../aws-service.ts";
import { Fields } from "../graph/fields.ts";
import { Functions } from "./functions.ts";
import { notRunnable } from "./runnable.ts";

export const lambda: ServiceRow = {
  serves: ["aws:lambda/function:Function", "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"],
  inert: [
    /^aws:lambda\/(permission|alias|provisionedConcurrencyConfig|runtimeManagementConfig|functionRecursionConfig):/,
  ],
  lacks: {
    "aws:lambda/function:Function": ({ resource, fields, graph, otherLanguages }) => [
      fields.texts("layers").some((arn) => !isShared(graph, arn)) &&
        "runs without its layers: what they bring must be in the bundle.",
      fields.has("fileSystemConfig") && "runs without its file system.",
      notRunnable(graph, resource, otherLanguages),
    ],
  },
  open: (context) => new Functions(context),
};

/** Whether a layer is the foundation's: functions that are bundled for it find it beside their own folder. */
function isShared(graph: Graph, arn: string): boolean {
  return graph
    .of("pulumi:pulumi:StackReference")
    .map(Fields.of)
    .some((reference) => reference.object("outputs").object("sharedLayer").text("arn") === arn);
}
