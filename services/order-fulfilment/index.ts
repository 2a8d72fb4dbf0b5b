import { type EnvironmentOf, Pipeline, Queue, sequence, Table } from "#platform";

const stock = new Table("stock", { partitionKey: "id" });
const accounts = new Table("accounts", { partitionKey: "id" });
const shipments = new Queue("shipments");

const fulfilment = new Pipeline("fulfilment", {
  steps: {
    reserve: { handler: "src/reserve.ts", link: [stock.read, stock.put] },
    charge: { handler: "src/charge.ts", link: [accounts.read, accounts.put] },
    ship: { handler: "src/ship.ts", link: [shipments] },
    release: { handler: "src/release.ts", link: [stock.put] },
  },
  definition: (s) => sequence(s.reserve, s.charge.catch(["PaymentDeclined"], s.release), s.ship),
});

export const stateMachineArn = fulfilment.arn;
export type Env = EnvironmentOf<typeof fulfilment>;
