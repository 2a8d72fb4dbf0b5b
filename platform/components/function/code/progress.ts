import * as pulumi from "@pulumi/pulumi";

/** Milliseconds between two signs of life. A program that is silent for a minute is given up offline. */
const interval = 20_000;

/** Says what is under way, for as long as it takes; the line is shown at that time only. */
export async function withProgress<T>(
  work: Promise<T>,
  message: string,
  component: pulumi.Resource,
): Promise<T> {
  const busy = setInterval(() => void pulumi.log.info(message, component, undefined, true), interval);
  try {
    return await work;
  } finally {
    clearInterval(busy);
  }
}
