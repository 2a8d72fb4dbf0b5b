import type { ViewerResponseHandler } from "#runtime/cloudfront";

/** Search engines are to know the site by its own name only, not by the one that CloudFront gives it. */
export const handler: ViewerResponseHandler = (event) => {
  const response = event.response;
  const host = event.request.headers.host;
  if (host !== undefined && /\.cloudfront\.net$/.test(host.value)) {
    const headers = response.headers || {};
    headers["x-robots-tag"] = { value: "noindex" };
    response.headers = headers;
  }
  return response;
};
