/** A service that a command can do nothing with, and why. */
export interface Failure {
  readonly service: string;
  /** Absent where it is the same in every stage. */
  readonly stage?: string;
  readonly error: string;
}

/** A text for each service and error: `orders, stages dev and prod: no stock`. */
export function failureTexts(failures: readonly Failure[]): string[] {
  const alike = Map.groupBy(failures, ({ service, error }) => JSON.stringify([service, error]));
  return [...alike.values()].map((group) => {
    const { service, error } = group[0]!;
    const stages = group.flatMap(({ stage }) => stage ?? []).sort();
    const where = stages.length === 0 ? "" : `, stage${stages.length > 1 ? "s" : ""} ${stages.join(" and ")}`;
    return `${service}${where}: ${error}`;
  });
}
