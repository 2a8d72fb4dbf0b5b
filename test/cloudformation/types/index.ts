import { access } from "./access.ts";
import { api } from "./api.ts";
import { compute } from "./compute.ts";
import { data } from "./data.ts";
import { edge } from "./edge.ts";
import type { Mapping } from "./mapping.ts";
import { messaging } from "./messaging.ts";
import { operations } from "./operations.ts";

export { folds } from "./folds.ts";
export type { Mapping } from "./mapping.ts";

export const types: Readonly<Record<string, Mapping>> = {
  ...access,
  ...api,
  ...compute,
  ...data,
  ...edge,
  ...messaging,
  ...operations,
};

/** Types that CloudFormation has nothing for, each with the reason. */
export const absent: Readonly<Record<string, string>> = {
  "aws:acm/certificateValidation:CertificateValidation":
    "it waits for a certificate, which a stack does itself",
  "aws:s3/bucketObjectv2:BucketObjectv2": "what is in a bucket is no matter of a template",
  "docker-build:index:Image": "an image is built and pushed, which CloudFormation doesn't do",
};
