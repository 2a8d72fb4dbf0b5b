/** A file of a service; `path` is relative to the service's folder, with `/` on every system. */
export interface PlannedFile {
  readonly path: string;
  readonly content: string;
}
