/** The runner of a part, with the part as text. */
export interface Kept<S> {
  readonly key: string;
  readonly source: S;
}

/** Creates runners for new parts and ends those of parts that are gone or changed; the rest is left alone. */
export function replace<P extends object, S>(
  old: readonly Kept<S>[],
  parts: readonly P[],
  create: (part: P) => S | undefined,
  end: (source: S) => void,
): Kept<S>[] {
  const keys = new Set(parts.map((each) => JSON.stringify(each)));
  for (const { key, source } of old) if (!keys.has(key)) end(source);
  return parts.flatMap((part) => {
    const key = JSON.stringify(part);
    const source = old.find((each) => each.key === key)?.source ?? create(part);
    return source ? [{ key, source }] : [];
  });
}
