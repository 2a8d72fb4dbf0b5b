const silent = Promise.resolve();

/**
 * Drops debug lines. The SDK (3.270) writes several for each call and queues each as a call of its own to the engine,
 * which keeps none of them.
 */
export function dropDebugLines(log: { debug: unknown }): void {
  log.debug = () => silent;
}
