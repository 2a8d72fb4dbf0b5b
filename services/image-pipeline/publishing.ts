import { approval, Bucket, map, Pipeline, sequence, Topic } from "#platform";

/** Under `uploads/` what people hand in, under `thumbnails/` what is made of it, under `public/` what was approved. */
export const images = new Bucket("images");

/** Those who approve subscribe to it, by mail for example. */
export const reviews = new Topic("reviews");

export const publishing = new Pipeline("publishing", {
  steps: {
    validate: { handler: "src/validate.ts", link: [images.read] },
    // Decoding an image takes CPU, which comes with memory.
    thumbnail: { handler: "src/thumbnail.ts", memory: 1536, link: [images] },
    review: approval({ handler: "src/review.ts", link: [reviews] }),
    publish: { handler: "src/publish.ts", link: [images] },
    discard: { handler: "src/discard.ts", link: [images.write] },
  },
  definition: (s) => {
    const width = { "key.$": "$.key", "width.$": "$$.Map.Item.Value" };
    return sequence(
      s.validate.catch(["NotAnImage"], s.discard),
      map(
        "each width",
        { items: "$.widths", selector: width, resultPath: "$.thumbnails" },
        s.thumbnail,
      ).catch(["NotAnImage"], s.discard),
      s.review.catch(["Rejected", "States.Timeout"], s.discard),
      s.publish,
    );
  },
});
