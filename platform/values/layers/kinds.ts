/**
 * The kind of service whose defaults hold for a component and what is below it, by the component's type. Components of other types
 * have the kind of the component that they are a part of.
 */
export const componentKinds = {
  Gateway: "gateway",
  Event: "event",
  Cron: "cron",
  Pipeline: "pipeline",
  QueuePipeline: "pipeline",
} as const;

export const kindOfType = (type: string): (typeof componentKinds)[keyof typeof componentKinds] | undefined =>
  Object.hasOwn(componentKinds, type) ? componentKinds[type as keyof typeof componentKinds] : undefined;
