/** An error that the engine answers a call of the program with. `code` is a gRPC status code. */
export class EngineError extends Error {
  readonly code: number;
  readonly details: string;
  constructor(message: string, code = 3) {
    super(message);
    this.code = code;
    this.details = message;
  }
}
