import { Jimp } from "jimp";
import { beforeEach, expect, test, vi } from "vitest";
import { context } from "#test";
import type { Source } from "../src/objects.ts";
import { handler as publish } from "../src/publish.ts";
import { handler as thumbnail } from "../src/thumbnail.ts";
import { handler as validate } from "../src/validate.ts";

/** The bucket: bytes by key, and by key and version. */
const bucket = vi.hoisted(() => new Map<string, Buffer>());

vi.mock("../src/objects.ts", () => {
  const at = ({ key, version }: Source) => bucket.get(version ? `${key}@${version}` : key);
  return {
    read: async (from: Source) => at(from),
    write: async (key: string, body: Buffer) => void bucket.set(key, body),
    copy: async (from: Source, to: string) => void bucket.set(to, at(from)!),
  };
});

/** Events on the shared bus. */
const told = vi.hoisted(() => [] as object[]);
vi.mock("../src/events.ts", () => ({ published: async (image: object) => void told.push(image) }));

const key = "uploads/cat.jpg";
const upload = { key, version: "v1" };
const stored = "uploads/cat.jpg@v1";
const image = (width: number, height: number, type: "image/jpeg" | "image/png" = "image/jpeg") =>
  new Jimp({ width, height, color: 0x3366ccff }).getBuffer(type);

beforeEach(() => {
  bucket.clear();
  told.length = 0;
});

test.each(["image/jpeg", "image/png"] as const)(
  "an image of type %s is accepted by its bytes",
  async (type) => {
    bucket.set(stored, await image(700, 300, type));

    expect(await validate(upload, context())).toEqual({
      ...upload,
      type,
      width: 700,
      height: 300,
      widths: [160, 640],
    });
  },
);

test("an image narrower than every thumbnail gets one of its own width", async () => {
  bucket.set(stored, await image(40, 30));

  expect(await validate(upload, context())).toMatchObject({ widths: [40] });
});

test.each([
  ["no bytes", Buffer.alloc(0)],
  ["text", Buffer.from("<svg/>")],
  ["the beginning of a JPEG only", Buffer.from([0xff, 0xd8, 0xff])],
  ["the beginning of a PNG only", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
])("a file with %s is no image", async (_, bytes) => {
  bucket.set(stored, bytes);

  await expect(validate(upload, context())).rejects.toMatchObject({ name: "NotAnImage" });
});

test("a small file that says it holds more pixels than memory does is refused without decoding it", async () => {
  const bytes = await image(1, 1, "image/png");
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  bucket.set(stored, bytes);

  await expect(validate(upload, context())).rejects.toThrow("60000 x 60000");
});

test("a thumbnail is a JPEG of its width, in the image's proportions; made again, it is the same", async () => {
  bucket.set(stored, await image(800, 400, "image/png"));

  const target = await thumbnail({ ...upload, width: 160 }, context());
  const first = bucket.get("thumbnails/cat.jpg/v1/160.jpg")!;
  await thumbnail({ ...upload, width: 160 }, context());

  expect(target).toBe("thumbnails/cat.jpg/v1/160.jpg");
  expect(await Jimp.read(first)).toMatchObject({ mime: "image/jpeg", width: 160, height: 80 });
  expect(bucket.get(target)).toEqual(first);
});

test("an image that is cut off after its header fails under the name that the pipeline catches", async () => {
  const bytes = await image(200, 200, "image/png");
  bucket.set(stored, bytes.subarray(0, 40));

  await expect(thumbnail({ ...upload, width: 160 }, context())).rejects.toMatchObject({ name: "NotAnImage" });
});

test("an approved image is published with its thumbnails, and once more without a change", async () => {
  const thumbnails = ["thumbnails/cat.jpg/v1/160.jpg"];
  for (const one of [stored, ...thumbnails]) bucket.set(one, Buffer.from(one));

  const first = await publish({ ...upload, thumbnails }, context());
  const keys = [...bucket.keys()];

  expect(first).toEqual({
    ...upload,
    state: "published",
    files: ["public/uploads/cat.jpg", "public/thumbnails/cat.jpg/160.jpg"],
  });
  expect(await publish({ ...upload, thumbnails }, context())).toEqual(first);
  expect([...bucket.keys()]).toEqual(keys);
  const { state: _, ...image } = first as typeof first & { state: string };
  expect(told).toEqual([image, image]);
});

test("what was reviewed is published, whatever was put under its key since", async () => {
  const other = { key, version: "v2" };
  bucket.set("uploads/cat.jpg@v1", await image(160, 100));
  const reviewed = await thumbnail({ ...upload, width: 160 }, context());
  const bytes = [bucket.get(stored), bucket.get(reviewed)];

  bucket.set("uploads/cat.jpg@v2", await image(160, 20));
  await thumbnail({ ...other, width: 160 }, context());
  await publish({ ...upload, thumbnails: [reviewed] }, context());

  expect(bucket.get("public/uploads/cat.jpg")).toBe(bytes[0]);
  expect(bucket.get("public/thumbnails/cat.jpg/160.jpg")).toBe(bytes[1]);
});

test.each([
  ["what isn't an upload", { key: "public/cat.jpg", version: "v1" }],
  ["an upload without a version", { key }],
  ["an upload that another would replace", { key, version: "null" }],
])("no step touches %s", async (_, input) => {
  for (const step of [validate, publish])
    await expect(step(input, context())).rejects.toMatchObject({ name: "InvalidInput" });
  await expect(thumbnail({ ...input, width: 160 }, context())).rejects.toMatchObject({
    name: "InvalidInput",
  });
});
