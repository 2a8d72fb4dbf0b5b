import { z } from "zod";

/** What the steps hand on to each other. */
export const Image = z.object({
  key: z.string().startsWith("uploads/"),
  thumbnails: z.array(z.string()).default([]),
});

/** Widths of the thumbnails, in pixels. */
export const widths = [160, 640, 1280] as const;

/** Bytes of an upload; decoding needs many times as much memory. */
export const maxBytes = 20_000_000;

/** `thumbnails/cat.jpg/160.jpg` for `uploads/cat.jpg`. */
export const thumbnailKey = (key: string, width: number): string =>
  `thumbnails/${key.slice("uploads/".length)}/${width}.jpg`;

/** The file can't be published; the pipeline catches it by this name and discards what there is of it. */
export class NotAnImage extends Error {}
