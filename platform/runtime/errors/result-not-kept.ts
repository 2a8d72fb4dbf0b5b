/** Work that was done, and whose result can't be given to later callers. */
export class ResultNotKept extends Error {
  override name = "ResultNotKept";
}
