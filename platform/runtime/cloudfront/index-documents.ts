import type { EdgeRequest, ViewerRequestEvent } from "../cloudfront.ts";

export interface IndexDocumentsData {
  /** `index.html` */
  readonly document: string;
  /** Whether every path without a file's ending is answered with the one at the root. */
  readonly singlePage: boolean;
}

/** S3 knows keys, not folders: makes `/docs/` and `/docs` the document of that folder. */
export function indexDocuments(event: ViewerRequestEvent, data: IndexDocumentsData): EdgeRequest {
  const request = event.request;
  const uri = request.uri;
  const last = uri.slice(uri.lastIndexOf("/") + 1);
  if (last.indexOf(".") >= 0) return request;
  if (data.singlePage) request.uri = `/${data.document}`;
  else request.uri = last === "" ? uri + data.document : `${uri}/${data.document}`;
  return request;
}
