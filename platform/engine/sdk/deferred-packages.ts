import { createRequire } from "node:module";

interface Loader {
  _load(request: string, parent: { filename?: string } | undefined, isMain: boolean): unknown;
}

/** What serialises functions, what runs other stacks, and gRPC: a run here needs none of it before the program does. */
const deferred = new Set([
  "typescript",
  "@npmcli/arborist",
  "normalize-package-data",
  "./automation",
  "@grpc/grpc-js",
  ...["callback", "engine", "provider", "resource"].map((name) => `../proto/${name}_grpc_pb`),
]);

/**
 * Loads the SDK without `typescript` and `@npmcli/arborist`, which are loaded when they are first used.
 * The SDK (3.270) requires both at its start, for the serialisation of functions alone; a run that serialises none
 * would spend most of its start on them.
 */
export function withDeferredPackages<T>(load: () => T): T {
  const loader = createRequire(import.meta.url)("node:module") as Loader;
  const original = loader._load;
  loader._load = function deferring(request, parent, isMain) {
    if (!deferred.has(request) || !parent?.filename?.includes("@pulumi"))
      return original.call(this, request, parent, isMain);
    return lazily(() => original.call(this, request, parent, isMain) as Record<string, unknown>);
  };
  try {
    return load();
  } finally {
    loader._load = original;
  }
}

function lazily(load: () => Record<string, unknown>): object {
  return new Proxy(
    {},
    {
      get(_target, key) {
        if (key === "__esModule") return true;
        const real = load();
        return key === "default" ? (real.default ?? real) : Reflect.get(real, key);
      },
    },
  );
}
