/**
 * A part of a key as filters of notifications hold it: a space is "+", and all but slashes and safe characters is
 * percent-encoded. A rule of EventBridge compares keys as they are. Source: "Configuring event notifications using object
 * key name filtering"; "Naming Amazon S3 objects", "Safe characters".
 */
export const keyFilter = (part: string): string =>
  encodeURIComponent(part).replaceAll("%2F", "/").replaceAll("%20", "+").replaceAll("~", "%7E");

/** The part of a key that a filter of notifications holds; a filter that isn't encoded as S3 does is one as it is. */
export function keyOf(filter: string): string {
  try {
    return decodeURIComponent(filter.replaceAll("+", " "));
  } catch {
    return filter;
  }
}
