/**
 * The one seam to tracing. The code behind it (./xray.ts) is most of a bundle's code, so it is loaded by the first
 * invocation whose trace is sampled, and not at all where tracing is off. Bundling makes a chunk of its own of it.
 */
export async function traced<R>(context: { functionName: string }, work: () => Promise<R>): Promise<R> {
  if (!sampled()) return work();
  const { capture } = await import("./xray.ts");
  return capture(`## ${process.env._HANDLER ?? context.functionName}`, work);
}

/** Lambda sets the variable anew for each invocation. */
function sampled(): boolean {
  return process.env._X_AMZN_TRACE_ID?.includes("Sampled=1") === true;
}
