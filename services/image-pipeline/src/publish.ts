import { step } from "#runtime";
import { published } from "./events.ts";
import { Image, nameOf } from "./image.ts";
import { copy } from "./objects.ts";

/** Exactly the version that was reviewed, whatever lies under its key by now. Done again, it changes nothing. */
export const handler = step(
  { input: Image },
  async ({ input: { key, version, thumbnails }, log, metrics }) => {
    const files = [
      { from: { key, version }, to: `public/${key}` },
      ...thumbnails.map((from) => ({
        from: { key: from },
        to: `public/thumbnails/${nameOf(key)}/${from.slice(from.lastIndexOf("/") + 1)}`,
      })),
    ];
    await Promise.all(files.map(({ from, to }) => copy(from, to)));
    await published({ key, version, files: files.map(({ to }) => to) });
    metrics.addMetric("ImagePublished", "Count", 1);
    log.info("Image published", { key, version });
    return { key, version, state: "published", files: files.map(({ to }) => to) };
  },
);
