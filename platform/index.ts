/** What service programs import as `#platform`. */
export { Cron, type CronArgs } from "./components/cron.ts";
export { Event, type EventArgs } from "./components/event.ts";
export { Function } from "./components/function.ts";
export type { FunctionArgs } from "./components/function-args.ts";
export { Gateway, type GatewayArgs } from "./components/gateway.ts";
export type { EnvironmentOf, Linkable } from "./components/link.ts";
export { outputsOf } from "./components/outputs.ts";
export { Queue, type QueueArgs } from "./components/queue.ts";
export { Table, type TableArgs } from "./components/table.ts";
