import { Queue, Table } from "../../platform/index.ts";

/** A member as JavaScript or a cast gets it, whether it is there or not: to TypeScript it fits everywhere. */
export const member = (of: object, name: string): never => Reflect.get(of, name) as never;

export const table = () => new Table("users", { partitionKey: "id" });
export const queue = () => new Queue("jobs");
