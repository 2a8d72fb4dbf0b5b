/**
 * Events and results of CloudFront Functions, for the handlers of a `Distribution`; types only, so nothing of it is bundled.
 * Source: "CloudFront Functions event structure".
 */

/** A header, cookie or query parameter; `multiValue` where there are several of one name. */
export interface EdgeValue {
  value: string;
  multiValue?: { value: string }[];
}

/** Names are in lower case, but for those of cookies and query parameters. */
export type EdgeValues = Record<string, EdgeValue>;

export interface EdgeRequest {
  /** Can't be changed. */
  readonly method: string;
  /** The path, without the query. */
  uri: string;
  querystring: EdgeValues;
  headers: EdgeValues;
  cookies: EdgeValues;
}

export interface EdgeCookie extends EdgeValue {
  /** `Path=/; Secure; Max-Age=3600` */
  attributes?: string;
}

export interface EdgeResponse {
  statusCode: number;
  statusDescription?: string;
  headers?: EdgeValues;
  cookies?: Record<string, EdgeCookie>;
  body?: { encoding: "text" | "base64"; data: string };
}

export interface ViewerRequestEvent {
  readonly version: "1.0";
  readonly context: {
    readonly distributionDomainName: string;
    readonly distributionId: string;
    readonly eventType: "viewer-request" | "viewer-response";
    /** The same for a request and its response. */
    readonly requestId: string;
  };
  readonly viewer: { readonly ip: string };
  /** At both events as the viewer sent it; at the request's, as the handlers before this one left it. */
  request: EdgeRequest;
}

export interface ViewerResponseEvent extends ViewerRequestEvent {
  response: EdgeResponse;
}

/** Gives the request to go on with, or the response that ends it. */
export type ViewerRequestHandler = (
  event: ViewerRequestEvent,
) => EdgeRequest | EdgeResponse | Promise<EdgeRequest | EdgeResponse>;

/** Gives the response that the viewer gets. CloudFront doesn't call it where the origin answers 400 or more. */
export type ViewerResponseHandler = (event: ViewerResponseEvent) => EdgeResponse | Promise<EdgeResponse>;
