import { http } from "#runtime";
import { products } from "./products.ts";

export const handler = http({}, async () => ({ body: { products } }));
