import { describe, expect, test } from "vitest";
import { Bucket, type BucketArgs } from "../../../platform/index.ts";
import { serviceFolder } from "../../support/folder.ts";
import { errorOf, graphOfProgram, inputsOf } from "../../support/index.ts";

const bucket = "shop-prod-photos-123456789012-eu-west-1-an";

describe("files of a bucket", () => {
  const files = {
    "public/index.html": "<!doctype html>",
    "public/a/b.CSS": "",
    "public/.hidden": "",
    "public/.well-known/security.txt": "",
    "public/data.bin": "",
  };
  const withFiles = async (args: BucketArgs, more: Record<string, string> = {}) => {
    using folder = serviceFolder({ ...files, ...more });
    return await graphOfProgram(() => void new Bucket("photos", args), { dir: folder.dir });
  };

  test("are objects by their paths, with their types, and without what is hidden", async () => {
    const graph = await withFiles({ files: "public" });
    const made = graph.of("aws:s3/bucketObjectv2:BucketObjectv2");
    expect(made.map(({ inputs }) => [inputs.key, inputs.contentType]).sort()).toEqual([
      [".well-known/security.txt", "text/plain; charset=utf-8"],
      ["a/b.CSS", "text/css; charset=utf-8"],
      ["data.bin", "application/octet-stream"],
      ["index.html", "text/html; charset=utf-8"],
    ]);
    expect(inputsOf(graph, "photos-index.html")).toMatchObject({ bucket, cacheControl: "max-age=60" });
  });

  test("say what browsers may do with them as the service says", async () => {
    const graph = await withFiles({ files: "public", cacheControl: "no-cache" });
    expect(inputsOf(graph, "photos-index.html").cacheControl).toBe("no-cache");
  });

  test.each([
    [{ files: "nowhere" }, "files: there is no folder nowhere."],
    [{ files: "../other" }, 'files: "../other" given; a folder inside the service\'s is expected'],
    [{ files: "empty" }, "files: empty has no files"],
    [{ cacheControl: "no-cache" }, "cacheControl: it is of files, and there are none"],
  ])("%j is refused", async (args, problem) => {
    using folder = serviceFolder({ "empty/.keep": "" });
    expect(await errorOf(() => void new Bucket("photos", args), { dir: folder.dir })).toContain(problem);
  });

  test("more than a thousand are refused, naming what takes more", async () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`many/${i}.txt`, ""]));
    using folder = serviceFolder(many);
    expect(await errorOf(() => void new Bucket("photos", { files: "many" }), { dir: folder.dir })).toContain(
      "files: many has 1001; up to 1000 are deployed so. Put more there by `aws s3 sync`.",
    );
  });
});
