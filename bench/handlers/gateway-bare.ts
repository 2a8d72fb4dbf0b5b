import { http } from "#runtime";

export const handler = http({}, async ({ body }) => ({ status: 201, body }));
