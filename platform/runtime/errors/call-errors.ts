// In a file of their own: bundling keeps all code beside a class that extends another, to keep its name.

/** A call out had no answer in the time it was given. */
export class CallTimedOut extends Error {
  override name = "CallTimedOut";
  constructor(what: string, milliseconds: number) {
    super(`${what} had no answer in ${milliseconds} ms.`);
  }
}

/** The function has too little time left to begin a call. */
export class DeadlineReached extends Error {
  override name = "DeadlineReached";
  constructor(what: string) {
    super(`${what} was not begun: the function has no time left for it.`);
  }
}

/** A circuit breaker is open: the call was not made. */
export class CircuitOpen extends Error {
  override name = "CircuitOpen";
  constructor(circuit: string) {
    super(`The circuit ${circuit} is open: it failed too often just now.`);
  }
}
