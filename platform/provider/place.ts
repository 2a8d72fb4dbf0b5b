/** Account and region of computed values, and the URLs of local stand-ins by physical name. */
export interface Place {
  readonly region: string;
  readonly account: string;
  /** Names of APIs by id, as they are made: a stage knows only the id of its API. */
  readonly apiNames: Map<string, string>;
  readonly urls?: { queue?(name: string): string; api?(name: string): string };
}
