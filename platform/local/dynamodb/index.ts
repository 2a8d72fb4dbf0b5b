import type { ServiceRow } from "../aws-service.ts";
import { startTables } from "./start.ts";
import { Tables } from "./tables.ts";

export const dynamodb: ServiceRow = {
  serves: ["aws:dynamodb/table:Table"],
  inert: [/^aws:dynamodb\/(tag|contributorInsights|resourcePolicy):/],
  lacks: {
    "aws:dynamodb/table:Table": ({ fields }) => [
      fields.flag("streamEnabled") === true && "has a stream, which nothing reads.",
      fields.object("ttl").text("attributeName") !== undefined && "keeps its items past their time to live.",
    ],
  },
  open: async (context) => new Tables(context, await startTables(context.options.tables)),
};
