/**
 * Reads every form of stack frame. The SDK (3.270) reads frames inside of functions only, so a resource made at the top
 * level of a module, as in nearly every program, has no place; and the query that the engine adds to a module isn't part
 * of its path.
 */
export function readAllFrames(resource: { framePositionRegExp: RegExp }): void {
  resource.framePositionRegExp =
    /^\s*at (?:.* \()?(?:file:\/\/)?(?<file>\/.*?|[A-Z]:.*?)(?:\?[^:]*)?:(?<line>\d+):(?<column>\d+)\)?$/;
}
