type Values<T> = { readonly [name: string]: T | undefined } | null;

interface Given {
  readonly headers?: Values<string> | undefined;
  readonly multiValueHeaders?: Values<string[]> | undefined;
}

/** Headers and cookies as payload format 2.0 has them. */
export interface Headers {
  /** Names in lower case; several values are joined by commas. No `cookie`. */
  readonly headers: Record<string, string>;
  /** Each `name=value`. */
  readonly cookies?: string[];
}

/** Headers of payload format 1.0 and of load balancers. Cookies are split as RFC 6265 says, and RFC 9113 of several headers. */
export function headersOf({ headers, multiValueHeaders }: Given): Headers {
  const lower: Record<string, string> = {};
  for (const name in headers) lower[name.toLowerCase()] = headers[name] ?? "";
  for (const name in multiValueHeaders) {
    const key = name.toLowerCase();
    const values = multiValueHeaders[name] ?? [];
    // A single value is in both on AWS; events made by hand often change the first alone.
    if (values.length !== 1 || lower[key] === undefined)
      lower[key] = values.join(key === "cookie" ? "; " : ",");
  }
  const { cookie, ...others } = lower;
  return cookie === undefined
    ? { headers: others }
    : { headers: others, cookies: cookie.split(/; */).filter((pair) => pair !== "") };
}
