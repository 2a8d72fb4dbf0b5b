import * as pulumi from "@pulumi/pulumi";

/**
 * Something made once for each program, at the first call. A variable would be shared by all programs of a process.
 * Without a stack, as under Pulumi's mocks, programs can't be told apart: each call makes it anew.
 */
export function perProgram<T>(make: () => T): () => T {
  const made = new WeakMap<object, { readonly value: T }>();
  return () => {
    const stack = pulumi.runtime.getStackResource();
    if (!stack) return make();
    const one = made.get(stack) ?? { value: make() };
    made.set(stack, one);
    return one.value;
  };
}
