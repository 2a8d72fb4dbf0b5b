import { type EnvironmentOf, Gateway, Table } from "#platform";

const users = new Table("users", { partitionKey: "id" });

const api = new Gateway("api", {
  routes: {
    "POST /users": { handler: "src/create-user.ts", link: [users.put] },
    "GET /users": { handler: "src/list-users.ts", link: [users.read] },
    "GET /users/{id}": { handler: "src/get-user.ts", link: [users.read] },
  },
});

export const url = api.url;
export type Env = EnvironmentOf<typeof api>;
