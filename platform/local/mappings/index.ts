import type { ServiceRow } from "../aws-service.ts";
import { Mappings } from "./mappings.ts";

export const mappings: ServiceRow = {
  serves: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  lacks: {
    "aws:lambda/eventSourceMapping:EventSourceMapping": ({ fields, eventSources }) => {
      const source = fields.text("eventSourceArn");
      return [
        !eventSources.some(({ arn }) => source?.includes(arn)) &&
          `${source} is not read: only ${listed(eventSources.map(({ called }) => called))}.`,
        fields.list("filterCriteria").length + fields.object("filterCriteria").list("filters").length > 0 &&
          "filters messages, which is not done here: it is not started.",
      ];
    },
  },
  open: (context) => new Mappings(context),
};

/** `SQS is`, `SQS and Kinesis are`. */
function listed(names: readonly string[]): string {
  return `${names.join(" and ")} ${names.length === 1 ? "is" : "are"}`;
}
