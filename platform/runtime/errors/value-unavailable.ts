// In a file of its own: bundling keeps all code beside a class that extends another, to keep its name.

/** A value is unavailable: it isn't there, may not be read, or doesn't fit its schema. The message never holds the value. */
export class ValueUnavailable extends Error {
  override name = "ValueUnavailable";
}
