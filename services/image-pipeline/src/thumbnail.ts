import { Jimp } from "jimp";
import { z } from "zod";
import { step } from "#runtime";
import { Image, NotAnImage, thumbnailKey } from "./image.ts";
import { read, write } from "./objects.ts";

const Task = Image.pick({ key: true, version: true }).extend({ width: z.int().positive() });

/** One size; the pipeline makes all of them at once. Made again, it is the same file under the same key. */
export const handler = step({ input: Task }, async ({ input: { key, version, width }, log }) => {
  const bytes = await read({ key, version });
  const image = await Jimp.read(bytes).catch((error: Error) => {
    throw new NotAnImage(`${key} can't be decoded: ${error.message}`);
  });
  const small = await image.resize({ w: width }).getBuffer("image/jpeg", { quality: 80 });
  const target = thumbnailKey(key, version, width);
  await write(target, small, "image/jpeg");
  log.info("Thumbnail made", { key: target, bytes: small.length });
  return target;
});
