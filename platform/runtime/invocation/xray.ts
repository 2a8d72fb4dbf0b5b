import { Tracer } from "@aws-lambda-powertools/tracer";

const tracer = new Tracer();
/**
 * The X-Ray SDK makes Lambda's segment while it is loaded and leaves it in the async context of the import, which
 * later invocations are not part of. Read here, in that context, it can be set in each of them.
 */
const lambdaSegment = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;

/** Runs the work in a subsegment of Lambda's own; calls over HTTP, the AWS SDK's too, become its subsegments. */
export async function capture<R>(name: string, work: () => Promise<R>): Promise<R> {
  if (lambdaSegment === undefined) return work();
  return tracer.provider.getNamespace().runAndReturn(async () => {
    tracer.setSegment(lambdaSegment);
    // Reading it takes over this invocation's trace id.
    const subsegment = tracer.getSegment()?.addNewSubsegment(name);
    if (subsegment === undefined) return work();
    tracer.setSegment(subsegment);
    tracer.annotateColdStart();
    tracer.addServiceNameAnnotation();
    try {
      return await work();
    } catch (error) {
      tracer.addErrorAsMetadata(error as Error);
      throw error;
    } finally {
      subsegment.close();
      tracer.setSegment(lambdaSegment);
    }
  });
}
