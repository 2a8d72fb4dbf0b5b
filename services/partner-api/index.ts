import { type EnvironmentOf, Gateway } from "#platform";
import { submission } from "./submission.ts";

const api = new Gateway("api", {
  type: "rest",
  authorizers: { partners: { type: "lambda", target: "src/authorise.ts" } },
  usagePlans: { basic: { keys: ["acme", "globex"], quota: { limit: 10_000, period: "DAY" } } },
  routes: {
    "GET /products": "src/list-products.ts",
    "POST /orders": submission,
  },
});

export const url = api.url;
export type Env = EnvironmentOf<typeof api>;
