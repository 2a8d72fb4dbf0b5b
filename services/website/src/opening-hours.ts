import { http } from "#runtime";
import { openAt } from "./hours.ts";

export const handler = http({}, async () => ({
  // A minute of browsers' caches: the answer changes twice a day.
  headers: { "cache-control": "max-age=60" },
  body: openAt(new Date()),
}));
