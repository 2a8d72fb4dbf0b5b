import { Gateway } from "#platform";

const api = new Gateway("api", { routes: { "GET /hello": "src/hello.ts" } });

export const url = api.url;
