import { queue } from "./queue.ts";

export const url = queue.url;
