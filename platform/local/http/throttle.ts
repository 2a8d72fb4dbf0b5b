/** Throttling of a stage's routes (`defaultRouteSettings`). */
export interface Throttling {
  /** Requests a second that are let through on average. */
  readonly rateLimit?: number;
  /** Requests that are let through together. */
  readonly burstLimit?: number;
}

/**
 * Token bucket, as in API Gateway developer guide, "Throttle requests to your HTTP APIs": `take` is false
 * where API Gateway answers 429. Without a limit everything passes.
 */
export function tokenBucket({ rateLimit, burstLimit }: Throttling, now: () => number): () => boolean {
  if (rateLimit === undefined && burstLimit === undefined) return () => true;
  const rate = rateLimit ?? Number.POSITIVE_INFINITY;
  const size = burstLimit ?? Math.max(1, rate);
  let tokens = size;
  let last = now();
  return function take() {
    const time = now();
    // No time passed times an infinite rate would be NaN.
    if (time > last) tokens = Math.min(size, tokens + ((time - last) / 1000) * rate);
    last = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
