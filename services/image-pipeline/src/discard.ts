import { z } from "zod";
import { step } from "#runtime";
import { Image } from "./image.ts";
import { remove } from "./objects.ts";

const Refused = Image.extend({ error: z.object({ Error: z.string() }) });

/** After a file that is no image, a rejection, or nobody's decision: what there is of it goes. */
export const handler = step(
  { input: Refused },
  async ({ input: { key, thumbnails, error }, log, metrics }) => {
    await Promise.all([key, ...thumbnails].map(remove));
    metrics.addMetric("ImageDiscarded", "Count", 1);
    log.info("Image discarded", { key, why: error.Error });
    return { key, state: "discarded", why: error.Error };
  },
);
