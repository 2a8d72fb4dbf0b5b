/** A resource with what its graphs need to know; values are AWS's own. */
export interface Shown {
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export type Metric = readonly [
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, unknown>>,
  options?: Readonly<{ stat?: string; label?: string; color?: string }>,
];

export interface Graph {
  readonly title: string;
  readonly stat: string;
  readonly metrics: readonly Metric[];
  /** Where its metrics are, if not where the service is. */
  readonly region?: string | undefined;
  /** A line that something should stay below. */
  readonly limit?: { readonly label: string; readonly value: number } | undefined;
}

export interface Section {
  readonly heading: string;
  readonly graphs: readonly Graph[];
}

export const [red, orange] = ["#d62728", "#ff7f0e"];
