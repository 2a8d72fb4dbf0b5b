/** Averages that Power Tuning measured at one memory size. */
export interface Measurement {
  /** MB. */
  readonly memory: number;
  /** Milliseconds that are billed. */
  readonly duration: number;
  /** Of one invocation, in the currency of the region. */
  readonly cost: number;
}

export interface TuningResult {
  /** The size that its strategy chose. */
  readonly memory: number;
  /** By size, the smallest first. */
  readonly measurements: readonly Measurement[];
  /** Cost of the measuring itself. */
  readonly spent: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the output of an execution. Its averages are in `stats` (since version 4.3.4, asked for by `includeOutputResults`);
 * older versions have them in the fragment of the visualisation's address only.
 */
export function readResult(output: unknown): TuningResult {
  const fields = fieldsOf(output);
  // Its documentation wraps the result; its state machine doesn't.
  const result = fieldsOf(fields.results ?? fields.output ?? output);
  const { visualization, executionCost, lambdaCost } = fieldsOf(result.stateMachine);
  const measurements = (
    Array.isArray(result.stats) ? fromStats(result.stats) : fromAddress(String(visualization))
  )
    .filter(({ memory, duration, cost }) => memory > 0 && duration > 0 && cost >= 0)
    .sort((a, b) => a.memory - b.memory);
  const memory = Number(result.power);
  if (!measurements.some((one) => one.memory === memory))
    throw new Error(
      `Power Tuning's result can't be read: ${JSON.stringify(output)?.slice(0, 300)}. This command knows its versions 4.x.`,
    );
  return { memory, measurements, spent: (Number(executionCost) || 0) + (Number(lambdaCost) || 0) };
}

function fromStats(stats: readonly unknown[]): Measurement[] {
  return stats.map(fieldsOf).map(({ value, averageDuration, averagePrice }) => ({
    memory: Number(value),
    duration: Number(averageDuration),
    cost: Number(averagePrice),
  }));
}

/** `...#<sizes>;<durations>;<costs>`, each base64 of a typed array of little-endian numbers. */
function fromAddress(address: string): Measurement[] {
  const [sizes, durations, costs] = (address.split("#")[1] ?? "")
    .split(";")
    .map((part) => Buffer.from(part, "base64"));
  if (!sizes || !durations || !costs) return [];
  const count = Math.min(sizes.length / 2, durations.length / 4, costs.length / 4);
  return Array.from({ length: Math.floor(count) }, (_, i) => ({
    memory: sizes.readInt16LE(i * 2),
    duration: durations.readFloatLE(i * 4),
    cost: costs.readFloatLE(i * 4),
  }));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
