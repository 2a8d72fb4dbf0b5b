import { Gateway } from "#platform";

// As many requests a second as an HTTP API allows: the default would be what is measured.
const api = new Gateway("api", {
  routes: { "GET /hello": "src/hello.ts" },
  throttlingRate: 10_000,
  throttlingBurst: 10_000,
});

export const url = api.url;
