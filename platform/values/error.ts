/** A value that breaks its rules. `problems` holds every one of them, each a full sentence. */
export class ValueError extends Error {
  override readonly name = "ValueError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
