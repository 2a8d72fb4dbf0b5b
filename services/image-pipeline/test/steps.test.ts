import { Jimp } from "jimp";
import { beforeEach, expect, test, vi } from "vitest";
import { context } from "#test";
import { handler as discard } from "../src/discard.ts";
import { handler as publish } from "../src/publish.ts";
import { handler as thumbnail } from "../src/thumbnail.ts";
import { handler as validate } from "../src/validate.ts";

/** The bucket: bytes by key. */
const bucket = vi.hoisted(() => new Map<string, Buffer>());

vi.mock("../src/objects.ts", () => ({
  read: async (key: string) => bucket.get(key),
  write: async (key: string, body: Buffer) => void bucket.set(key, body),
  copy: async (from: string, to: string) => void bucket.set(to, bucket.get(from)!),
  remove: async (key: string) => void bucket.delete(key),
}));

const key = "uploads/cat.jpg";
const image = (width: number, height: number, type: "image/jpeg" | "image/png" = "image/jpeg") =>
  new Jimp({ width, height, color: 0x3366ccff }).getBuffer(type);

beforeEach(() => bucket.clear());

test.each(["image/jpeg", "image/png"] as const)(
  "an image of type %s is accepted by its bytes",
  async (type) => {
    bucket.set(key, await image(700, 300, type));

    expect(await validate({ key }, context())).toEqual({
      key,
      type,
      width: 700,
      height: 300,
      widths: [160, 640],
    });
  },
);

test("an image narrower than every thumbnail gets one of its own width", async () => {
  bucket.set(key, await image(40, 30));

  expect(await validate({ key }, context())).toMatchObject({ widths: [40] });
});

test.each([
  ["no bytes", Buffer.alloc(0)],
  ["text", Buffer.from("<svg/>")],
  ["the beginning of a JPEG only", Buffer.from([0xff, 0xd8, 0xff])],
  ["the beginning of a PNG only", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
])("a file with %s is no image", async (_, bytes) => {
  bucket.set(key, bytes);

  await expect(validate({ key }, context())).rejects.toMatchObject({ name: "NotAnImage" });
});

test("a small file that says it holds more pixels than memory does is refused without decoding it", async () => {
  const bytes = await image(1, 1, "image/png");
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  bucket.set(key, bytes);

  await expect(validate({ key }, context())).rejects.toThrow("60000 x 60000");
});

test("a thumbnail is a JPEG of its width, in the image's proportions; made again, it is the same", async () => {
  bucket.set(key, await image(800, 400, "image/png"));

  const target = await thumbnail({ key, width: 160 }, context());
  const first = bucket.get("thumbnails/cat.jpg/160.jpg")!;
  await thumbnail({ key, width: 160 }, context());

  expect(target).toBe("thumbnails/cat.jpg/160.jpg");
  expect(await Jimp.read(first)).toMatchObject({ mime: "image/jpeg", width: 160, height: 80 });
  expect(bucket.get(target)).toEqual(first);
});

test("an image that is cut off after its header fails under the name that the pipeline catches", async () => {
  const bytes = await image(200, 200, "image/png");
  bucket.set(key, bytes.subarray(0, 40));

  await expect(thumbnail({ key, width: 160 }, context())).rejects.toMatchObject({ name: "NotAnImage" });
});

test("an approved image is published with its thumbnails, and once more without a change", async () => {
  const thumbnails = ["thumbnails/cat.jpg/160.jpg"];
  for (const one of [key, ...thumbnails]) bucket.set(one, Buffer.from(one));

  const first = await publish({ key, thumbnails }, context());
  const keys = [...bucket.keys()];

  expect(first).toEqual({
    key,
    state: "published",
    files: ["public/uploads/cat.jpg", "public/thumbnails/cat.jpg/160.jpg"],
  });
  expect(await publish({ key, thumbnails }, context())).toEqual(first);
  expect([...bucket.keys()]).toEqual(keys);
});

test("what was refused goes, thumbnails too, and nothing else", async () => {
  const thumbnails = ["thumbnails/cat.jpg/160.jpg"];
  for (const one of [key, ...thumbnails, "uploads/dog.jpg"]) bucket.set(one, Buffer.from(one));

  const output = await discard({ key, thumbnails, error: { Error: "Rejected", Cause: "{}" } }, context());

  expect(output).toEqual({ key, state: "discarded", why: "Rejected" });
  expect([...bucket.keys()]).toEqual(["uploads/dog.jpg"]);
});

test("no step touches what isn't an upload", async () => {
  for (const step of [validate, publish, discard])
    await expect(step({ key: "public/cat.jpg" }, context())).rejects.toMatchObject({ name: "InvalidInput" });
});
