/**
 * A part of a key as filters of notifications hold it: a space is "+", and all but slashes and safe characters is
 * percent-encoded. A rule of EventBridge compares keys as they are. Source: "Configuring event notifications using object
 * key name filtering"; "Naming Amazon S3 objects", "Safe characters".
 */
export const keyFilter = (part: string): string =>
  encodeURIComponent(part).replaceAll("%2F", "/").replaceAll("%20", "+").replaceAll("~", "%7E");
