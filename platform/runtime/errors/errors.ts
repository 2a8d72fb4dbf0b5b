/** One thing wrong with an input. */
export interface Issue {
  /** Part of the input: `body`, `path`, `query`, `message`, `input`. */
  readonly in: string;
  /** Place inside that part, as in code: `items[0].sku`; empty for the part itself. */
  readonly path: string;
  readonly message: string;
}

/** An input that doesn't fit its schema. In a state machine, `catch(["InvalidInput"], ...)` matches it. */
export class InvalidInput extends Error {
  override name = "InvalidInput";
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => `${issue.in}${at(issue.path)}: ${issue.message}`).join("; "));
    this.issues = issues;
  }
}

function at(path: string): string {
  return path === "" || path.startsWith("[") ? path : `.${path}`;
}

export interface HttpErrorOptions {
  /** Details of this very case; the caller sees them. */
  readonly detail?: string;
  /** URI that identifies the kind of problem. Default: `about:blank`, which means "as the status says". */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem, as RFC 9457 allows. The caller sees them. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** The error behind this one; logged with a 5xx, never sent. */
  readonly cause?: unknown;
}

/** Ends an HTTP request with a status and an `application/problem+json` body (RFC 9457). */
export class HttpError extends Error {
  override name = "HttpError";
  readonly status: number;
  readonly options: HttpErrorOptions;
  /** @param status 400 to 599. @param title short, the same for every case of this kind of problem. */
  constructor(status: number, title: string, options: HttpErrorOptions = {}) {
    super(title, { cause: options.cause });
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw new RangeError(`HttpError: status ${status} is not an error; give one from 400 to 599.`);
    this.status = status;
    this.options = options;
  }
}

/** Something else than an error was thrown. */
class NotAnError extends Error {
  override name = "NotAnError";
}

/**
 * What was thrown, as an error with the name of its class where it has none of its own. A state machine's Catch and the
 * logs go by the name, and `class PaymentDeclined extends Error {}` would be called "Error".
 */
export function asError(thrown: unknown): Error {
  if (!(thrown instanceof Error)) {
    // Not imported: that would load more of Node.js in every cold start.
    const { inspect } = process.getBuiltinModule("node:util");
    return new NotAnError(`${inspect(thrown).slice(0, 200)} was thrown; throw an Error.`);
  }
  const { name } = thrown.constructor;
  if (thrown.name === "Error" && name && name !== "Error")
    Object.defineProperty(thrown, "name", { value: name, configurable: true });
  return thrown;
}
