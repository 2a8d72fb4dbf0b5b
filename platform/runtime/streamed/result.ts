import type { Chunk, StreamBody } from "./source.ts";

/** A streaming handler's answer. */
export interface StreamResult {
  /** Default: 200. */
  readonly status?: number;
  /** Without a content type: `application/octet-stream`, or text where the body is one string. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `Set-Cookie` values. */
  readonly cookies?: readonly string[];
  readonly body?: StreamBody;
  /**
   * Sent last when the body fails after its first chunk, as the status has been sent by then. With it the response ends
   * well-formed; without it Lambda breaks it off. The error is logged either way.
   */
  readonly lastWords?: (error: unknown) => Chunk;
}
