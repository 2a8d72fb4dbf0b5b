import { type Graph, inputsOf, managed, type Resource } from "../../engine/index.ts";
import type { Broken, Policy } from "../finding.ts";
import { objectsIn } from "../inputs.ts";

export const publicBuckets: Policy = {
  id: "public-buckets",
  severity: "error",
  title: "No bucket can be made public.",
  reason: "Buckets that were opened by mistake are the most common leak of data in the cloud.",
  remedy:
    "Leave all four settings of the public access block on, use no ACLs, and serve files through a Distribution.",
  broken: (graph) => [...unblocked(graph), ...grants(graph)],
};

/**
 * New buckets block all public access, unless a block of their own says less. The provider's default for each setting is false.
 * Source: "Blocking public access to your Amazon S3 storage".
 */
const settings = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const blocks: readonly string[] = [
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
];

function unblocked(graph: Graph): Broken[] {
  return managed(graph)
    .filter(({ type }) => blocks.includes(type))
    .flatMap((block) => {
      const off = settings.filter((setting) => (inputsOf(block)[setting] ?? false) === false);
      return off.length > 0 ? [[block, `It leaves ${off.join(", ")} off.`] as const] : [];
    });
}

/** Canned ACLs and groups that mean people outside of the account. Source: "Access control list (ACL) overview". */
const publicAcls: readonly unknown[] = ["public-read", "public-read-write", "authenticated-read"];
const publicGroups = /\/global\/(AllUsers|AuthenticatedUsers)$/;

/** Public ACLs of buckets and objects, canned or written out; S3 has had several types of each. */
function grants(graph: Graph): Broken[] {
  return managed(graph)
    .filter(({ type }) => type.startsWith("aws:s3/"))
    .flatMap((resource): Broken[] => {
      const { acl } = inputsOf(resource);
      if (publicAcls.includes(acl)) return [[resource, `Its ACL is ${acl}.`]];
      return isGranted(resource) ? [[resource, "Its ACL lets everybody in."]] : [];
    });
}

function isGranted(resource: Resource): boolean {
  const { grants: ofBucket, accessControlPolicy } = inputsOf(resource);
  const listed = objectsIn(accessControlPolicy).flatMap(({ grants: all }) => objectsIn(all));
  return [...objectsIn(ofBucket), ...listed].some(({ uri, grantee }) =>
    [uri, ...objectsIn(grantee).map((one) => one["uri"])].some((one) => publicGroups.test(String(one))),
  );
}
