import { approval, Bucket, map, Pipeline, pass, sequence, sharedBus, Topic } from "#platform";

/**
 * Under `uploads/` what people hand in, under `thumbnails/` what is made of it, under `public/` what was approved. The rest
 * goes by itself, when no run can want it any more: a review takes days, and a failed run may be redriven for 14 of them.
 */
export const images = new Bucket("images", {
  // A run is about one version of an upload: another under the same key changes nothing about it.
  versioned: true,
  expireAfter: { "uploads/": 30, "thumbnails/": 30 },
});

/** Those who approve subscribe to it, by mail for example. */
export const reviews = new Topic("reviews");

/** Writing below a prefix only: what listens to uploads can't hear of it. */
const putBelow = (prefix: string) => ({
  actions: ["s3:PutObject"],
  resources: [images.arn.apply((arn) => `${arn}/${prefix}*`)],
});

export const publishing = new Pipeline("publishing", {
  steps: {
    validate: { handler: "src/validate.ts", link: [images.readVersions] },
    thumbnail: {
      handler: "src/thumbnail.ts",
      // Decoding an image takes CPU, which comes with memory.
      memory: 1536,
      // Colours of a terminal, for a package that takes them where they happen to be installed, as by tools for developing.
      external: ["supports-color"],
      link: [images.readVersions],
      permissions: [putBelow("thumbnails/")],
    },
    review: approval({ handler: "src/review.ts", link: [reviews] }),
    publish: {
      handler: "src/publish.ts",
      link: [images.readVersions, images.read, sharedBus()],
      permissions: [putBelow("public/")],
    },
  },
  definition: (s) => {
    const width = { "key.$": "$.key", "version.$": "$.version", "width.$": "$$.Map.Item.Value" };
    const why = { "key.$": "$.key", state: "refused", "why.$": "$.error.Error" };
    const refused = pass("refused", { parameters: why });
    return sequence(
      s.validate.catch(["NotAnImage"], refused),
      map(
        "each width",
        { items: "$.widths", selector: width, resultPath: "$.thumbnails" },
        s.thumbnail,
      ).catch(["NotAnImage"], refused),
      s.review.catch(["Rejected", "States.Timeout"], refused),
      s.publish,
    );
  },
});
