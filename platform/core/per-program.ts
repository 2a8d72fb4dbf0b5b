import * as pulumi from "@pulumi/pulumi";

/** What is made once for each program, by whoever asks first. (A variable would be shared by all programs of a process.) */
export function perProgram<T>(make: () => T): () => T {
  const made = new WeakMap<object, { readonly value: T }>();
  return () => {
    const stack = pulumi.runtime.getStackResource() ?? pulumi;
    const one = made.get(stack) ?? { value: make() };
    made.set(stack, one);
    return one.value;
  };
}
