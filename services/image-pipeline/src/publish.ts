import { step } from "#runtime";
import { Image } from "./image.ts";
import { copy } from "./objects.ts";

/** Done again, it changes nothing. */
export const handler = step({ input: Image }, async ({ input: { key, thumbnails }, log, metrics }) => {
  const files = [key, ...thumbnails].map((from) => ({
    from,
    to: from.replace(/^(uploads|thumbnails)\//, "public/$1/"),
  }));
  await Promise.all(files.map(({ from, to }) => copy(from, to)));
  metrics.addMetric("ImagePublished", "Count", 1);
  log.info("Image published", { key });
  return { key, state: "published", files: files.map(({ to }) => to) };
});
