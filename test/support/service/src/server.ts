export { handler } from "./other.ts";
