/** Works through lanes, a limited number concurrently; the work itself keeps each lane's items in order. */
// Not Powertools' batch: it handles either everything concurrently or one by one, and FIFO groups only one by one.
export async function eachLane<Lane>(
  lanes: readonly Lane[],
  concurrency: number,
  work: (lane: Lane) => Promise<void>,
): Promise<void> {
  const waiting = lanes.values();
  const worker = async () => {
    for (const lane of waiting) await work(lane);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, lanes.length) }, worker));
}

export function checkConcurrency(wrapper: string, concurrency: number): void {
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new RangeError(`${wrapper}: concurrency is ${concurrency}; give a whole number from 1.`);
}
