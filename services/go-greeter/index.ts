import { Gateway } from "#platform";

const api = new Gateway("api", {
  routes: { "GET /greetings/{name}": { code: { type: "go", dir: "greeter" } } },
});

export const { url } = api;
