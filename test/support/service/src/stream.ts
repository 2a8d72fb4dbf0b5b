import { setTimeout as pause } from "node:timers/promises";
import { sse, streaming } from "#runtime/streaming";

/** Bodies of the kinds that a client may get: `?kind=count`. */
const bodies = {
  count: async function* () {
    for (let i = 0; i < 3; i++) {
      yield `${i}\n`;
      await pause(150);
    }
  },
  large: async function* () {
    for (let i = 0; i < 80; i++) yield Buffer.alloc(100_000, i + 1);
  },
  broken: async function* () {
    yield "half";
    throw new RangeError("lost");
  },
  late: async function* () {
    yield "x";
    await pause(60_000);
  },
};

async function* events() {
  yield { data: 1 };
  throw new Error("lost");
}

export const handler = streaming({}, async ({ query: { kind } }) => {
  if (kind === "none") return { status: 202 };
  if (kind === "events") return sse(events());
  const body = bodies[kind as keyof typeof bodies]();
  return { status: 201, headers: { "content-type": "text/x-count" }, body };
});
