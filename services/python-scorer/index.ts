import { Gateway } from "#platform";

const code = { type: "python", dir: "scorer", handler: "app.handler" } as const;

const api = new Gateway("api", { routes: { "POST /scores": { code, snapStart: true } } });

export const { url } = api;
