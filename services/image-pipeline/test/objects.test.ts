import { S3Client } from "@aws-sdk/client-s3";
import { beforeEach, expect, test, vi } from "vitest";

process.env.IMAGES_BUCKET_NAME = "images";
const { copy, read } = await import("../src/objects.ts");

const send = vi.spyOn(S3Client.prototype, "send");
beforeEach(() => void send.mockReset().mockImplementation(async () => ({})));
const asked = () => send.mock.calls.map(([{ input }]) => input);

test("an upload is read by its version", async () => {
  await read({ key: "uploads/cat.jpg", version: "v1" });

  expect(asked()).toEqual([{ Bucket: "images", Key: "uploads/cat.jpg", VersionId: "v1" }]);
});

test("an upload is copied by its version, a thumbnail as it is", async () => {
  await copy({ key: "uploads/a cat?.jpg", version: "v1" }, "public/uploads/a cat?.jpg");
  await copy({ key: "thumbnails/cat.jpg/v1/160.jpg" }, "public/thumbnails/cat.jpg/160.jpg");

  expect(asked()).toEqual([
    {
      Bucket: "images",
      Key: "public/uploads/a cat?.jpg",
      CopySource: "images/uploads%2Fa%20cat%3F.jpg?versionId=v1",
    },
    {
      Bucket: "images",
      Key: "public/thumbnails/cat.jpg/160.jpg",
      CopySource: "images/thumbnails%2Fcat.jpg%2Fv1%2F160.jpg",
    },
  ]);
});
