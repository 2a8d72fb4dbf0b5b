import { type EnvironmentOf, Gateway, linksOf, Table } from "#platform";
import { NewOrder } from "./src/order.ts";

const { orderEvents } = await linksOf<typeof import("../order-events/index.ts")>("order-events");
const orders = new Table("orders", { partitionKey: "id" });
const submit = { handler: "src/submit-order.ts", link: [orders.put, orderEvents] } as const;

const api = new Gateway("api", {
  type: "rest",
  authorizers: { partners: { type: "lambda", target: "src/authorise.ts" } },
  usagePlans: { basic: { keys: ["acme", "globex"], quota: { limit: 10_000, period: "DAY" } } },
  routes: {
    "GET /products": "src/list-products.ts",
    "POST /orders": { target: submit, auth: "partners", validate: { body: NewOrder } },
  },
});

export const url = api.url;
export type Env = EnvironmentOf<typeof api>;
