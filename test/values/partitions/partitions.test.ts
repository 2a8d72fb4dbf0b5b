import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { consoleHost, partitionOf } from "../../../platform/values/partitions/partitions.ts";

interface Sdk {
  readonly partitions: readonly {
    readonly id: string;
    readonly outputs: { readonly dnsSuffix: string };
    readonly regions: Readonly<Record<string, unknown>>;
  }[];
}

/** The data that the AWS SDK for JavaScript finds endpoints by. */
function sdkPartitions(): Sdk["partitions"] {
  const client = createRequire(import.meta.url).resolve("@aws-sdk/client-sqs");
  const core = dirname(createRequire(client).resolve("@aws-sdk/core/package.json"));
  const source = readFileSync(
    join(core, "dist-es/submodules/client/util-endpoints/lib/aws/partitions.js"),
    "utf8",
  );
  const json = source.replace(/^export const partitionsInfo = /, "").replace(/;\s*$/, "");
  return (JSON.parse(json) as Sdk).partitions;
}

test.each(sdkPartitions())(
  "every region of $id has the partition and the hosts that the AWS SDK gives it",
  (sdk) => {
    for (const region of Object.keys(sdk.regions).filter((name) => /-\d+$/.test(name)))
      expect(partitionOf(region), region).toMatchObject({ id: sdk.id, dnsSuffix: sdk.outputs.dnsSuffix });
  },
);

test("a region that no partition knows yet counts as one of aws", () => {
  expect(partitionOf("xx-north-9").id).toBe("aws");
  expect(partitionOf("").id).toBe("aws");
});

test.each([
  ["eu-west-1", "eu-west-1.console.aws.amazon.com"],
  ["cn-north-1", "cn-north-1.console.amazonaws.cn"],
  ["us-gov-west-1", "us-gov-west-1.console.amazonaws-us-gov.com"],
])("the console of %s is at %s", (region, host) => {
  expect(consoleHost(region)).toBe(host);
});
