// In a file of its own: bundling keeps all code beside a class that extends another, to keep its name.

/** A reference to a payload that isn't of the linked bucket, isn't there, or differs from what the sender stored. */
export class PayloadRefused extends Error {
  override name = "PayloadRefused";
}
