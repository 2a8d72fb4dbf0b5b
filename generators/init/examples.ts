/** The services that the template comes with, and the pages below docs/ that are about one alone. */
export const examples = {
  "alarm-to-slack": [],
  assistant: [],
  "go-greeter": [],
  "image-pipeline": [],
  "java-quoter": [],
  "nightly-report": [],
  "order-events": [],
  "order-fulfilment": [],
  "partner-api": [],
  "pdf-renderer": [],
  "python-scorer": [],
  "users-api": [],
  "vehicle-telemetry": ["docs/vehicle-telemetry.md"],
  website: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Example = keyof typeof examples;

export const isExample = (name: string): name is Example => Object.hasOwn(examples, name);
