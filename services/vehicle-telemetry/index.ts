import { Config } from "@pulumi/pulumi";
import { type EnvironmentOf, Event, Stream, Table } from "#platform";

const config = new Config();
const positions = new Stream("positions", { shards: config.getNumber("shards") });
const vehicles = new Table("vehicles", { partitionKey: "vehicleId" });
const telemetry = new Event("telemetry", {
  source: { type: "kinesis", stream: positions, batchSize: 500, batchWindow: 1, parallelizationFactor: 2 },
  handler: "src/on-position.ts",
  memory: 1769, // One whole CPU.
  link: [vehicles.put],
});

export const { streamName } = positions;
export const { deadLetterQueueUrl } = telemetry;
export type Env = EnvironmentOf<typeof telemetry>;
