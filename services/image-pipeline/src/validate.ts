import { step } from "#runtime";
import { readHeader } from "./header.ts";
import { Image, maxBytes, NotAnImage, widths } from "./image.ts";
import { read } from "./objects.ts";

/** Pixels: decoded, each takes four bytes. */
const maxPixels = 50_000_000;

/** Looks at the first bytes only: a small file can hold an image that no memory does. */
export const handler = step({ input: Image }, async ({ input: { key, version }, log }) => {
  const bytes = await read({ key, version });
  const header = readHeader(bytes);
  if (!header) throw new NotAnImage(`${key} is neither a JPEG nor a PNG.`);
  const { type, width, height } = header;
  if (bytes.length > maxBytes || width * height > maxPixels || width * height === 0)
    throw new NotAnImage(`${key} has ${bytes.length} bytes and ${width} x ${height} pixels.`);
  log.info("Image accepted", { key, version, type, width, height });
  const fitting = widths.filter((one) => one <= width);
  return { key, version, type, width, height, widths: fitting.length > 0 ? fitting : [width] };
});
