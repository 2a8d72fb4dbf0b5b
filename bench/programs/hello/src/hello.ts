import { http } from "#runtime";

export const handler = http({}, async () => ({ body: { hello: "world" } }));
