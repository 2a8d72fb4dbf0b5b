/** Everything that a function's process depends on; a change in any of it means new processes. */
export interface EnvironmentSpec {
  readonly name: string;
  readonly arn: string;
  /** `file.export`, relative to `codeDir`; a custom runtime's program may give it any meaning. */
  readonly handler: string;
  readonly runtime: string;
  readonly codeDir: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly region: string;
  readonly variables: Readonly<Record<string, string>>;
}
