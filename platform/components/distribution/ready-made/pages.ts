import type { BasicAuthData } from "../../../runtime/cloudfront/basic-auth.ts";
import type { IndexDocumentsData } from "../../../runtime/cloudfront/index-documents.ts";
import { checkKeys } from "../../../values/problems.ts";
import { readyMade, type ViewerBehavior } from "../edge/viewer.ts";

export interface IndexDocumentsArgs {
  /** Default: `index.html`. */
  readonly document?: string;
  /** Answers every path without a file's ending with the document at the root, for pages that route themselves. Default: false. */
  readonly singlePage?: boolean;
}

/** Answers `/docs` and `/docs/` with `/docs/index.html`: S3 itself knows no folders. */
export function indexDocuments(args: IndexDocumentsArgs = {}): ViewerBehavior {
  const { document = "index.html", singlePage = false } = args;
  const data: IndexDocumentsData = { document, singlePage };
  return {
    title: "indexDocuments",
    problems: [
      ...checkKeys(args, ["document", "singlePage"]),
      ...(/^[\w-]+(\.[\w-]+)+$/.test(document)
        ? []
        : [`document: ${JSON.stringify(document)} given; a file's name is expected, such as "index.html".`]),
    ],
    steps: {
      "viewer-request": { file: readyMade("index-documents.ts"), name: "indexDocuments", data, async: false },
    },
  };
}

export interface BasicAuthArgs {
  /** Text that browsers show with their prompt. Default: `Restricted`. */
  readonly realm?: string;
}

/**
 * Asks viewers for name and password, before the cache is asked. The distribution's key value store holds names and hashes,
 * which the team puts there: no password is in code, plan or state.
 */
export function basicAuth(args: BasicAuthArgs = {}): ViewerBehavior {
  const { realm = "Restricted" } = args;
  const data: BasicAuthData = { realm };
  return {
    title: "basicAuth",
    problems: [
      ...checkKeys(args, ["realm"]),
      ...(/^[ !#-[\]-~]{1,64}$/.test(realm)
        ? []
        : [
            `realm: ${JSON.stringify(realm)} given; up to 64 letters without quotes and backslashes are allowed.`,
          ]),
    ],
    keyValueStore: true,
    steps: {
      "viewer-request": { file: readyMade("basic-auth.ts"), name: "basicAuth", data, async: true },
    },
  };
}
