import { z } from "zod";

/** A version's id; "null" is what S3 calls an object without one, which another upload would replace. */
export const VersionId = z.string().regex(/^(?!null$)./, { error: "must be the id of a version" });

/** What the steps hand on to each other: one version of an upload, which is all that a run is about. */
export const Image = z.object({
  key: z.string().startsWith("uploads/"),
  version: VersionId,
  thumbnails: z.array(z.string()).default([]),
});

/** Widths of the thumbnails, in pixels. */
export const widths = [160, 640, 1280] as const;

/** Bytes of an upload; decoding needs many times as much memory. */
export const maxBytes = 20_000_000;

/** `cat.jpg` for `uploads/cat.jpg`. */
export const nameOf = (key: string): string => key.slice("uploads/".length);

/** `thumbnails/cat.jpg/<version>/160.jpg` for `uploads/cat.jpg`: those of each version are their own. */
export const thumbnailKey = (key: string, version: string, width: number): string =>
  `thumbnails/${nameOf(key)}/${version}/${width}.jpg`;

/** The file can't be published; the pipeline catches it by this name. */
export class NotAnImage extends Error {}
