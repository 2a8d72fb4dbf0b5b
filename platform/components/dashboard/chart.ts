/** A resource with the properties that its charts need, under the names of `@pulumi/aws`. */
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

export interface Chart {
  readonly title: string;
  readonly stat: string;
  readonly metrics: readonly Metric[];
  /** Region of its metrics. Default: the service's. */
  readonly region?: string | undefined;
  /** A line that something should stay below. */
  readonly limit?: { readonly label: string; readonly value: number } | undefined;
}

export interface Section {
  readonly heading: string;
  readonly charts: readonly Chart[];
}

export const [red, orange] = ["#d62728", "#ff7f0e"];
