/** What delivery stands on; values and reasons are in `organisation.ts`. */
export interface Delivery {
  /** The repository on GitHub, `acme/lambdas`; empty: the foundation makes no role for CI. */
  readonly repository: string;
  /** By owner of services: the team or person on GitHub that reviews their changes. Default: `@<organisation>/<owner>`. */
  readonly owners: Readonly<Record<string, string>>;
  /** The bucket that holds Pulumi's state, and the ARN of the key of its secrets; empty where CI uses another backend. */
  readonly state: { readonly bucket: string; readonly keyArn: string };
}

/** What the foundation makes beside what services need of it. */
export interface Shared {
  readonly budget: {
    /** US dollars a month for all resources with the organisation's tags; 0: no budget. */
    readonly monthly: number;
    /** Per cent of it at which the alarm topic is told: of the actual cost, then of the forecast. */
    readonly actual: number;
    readonly forecast: number;
  };
  /** Makes `service`, `stage` and `owner` cost-allocation tags. Only an organisation's management account can. */
  readonly costAllocationTags: boolean;
  /** The bucket of access logs. */
  readonly accessLogs: { readonly enabled: boolean; readonly days: number };
}
