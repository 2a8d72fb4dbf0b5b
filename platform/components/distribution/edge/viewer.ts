import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkKeys, checkOneOf, shown } from "../../../values/problems.ts";
import type { HandlerPath } from "../../function/code/index.ts";
import { node } from "../../function/code/node.ts";
import type { Step, ViewerEvent } from "./function-code.ts";
import type { SecurityHeadersArgs } from "./headers-policy.ts";

/** A handler of the service, run as a CloudFront Function. It exports `handler`, typed by `#runtime/cloudfront`. */
export interface ViewerFunction {
  readonly handler: HandlerPath;
  /** Default: `viewer-request`. */
  readonly on?: ViewerEvent;
  /** Whether it reads the distribution's key value store. Default: false. */
  readonly keyValueStore?: boolean;
}

/** A step between viewers and the cache, as `redirects`, `abTest` and the like return it. */
export interface ViewerBehavior {
  /** Its name in error messages: `redirects`. */
  readonly title: string;
  /** All problems with its args. */
  readonly problems: readonly string[];
  readonly steps?: Partial<Readonly<Record<ViewerEvent, Omit<Step, "title">>>>;
  /** Whether it reads the distribution's key value store. */
  readonly keyValueStore?: boolean;
  /** Headers that tell cached answers apart. */
  readonly cacheHeaders?: readonly string[];
  readonly securityHeaders?: SecurityHeadersArgs;
}

/** An entry of `viewer: [...]`; a file is a handler of requests. */
export type Viewer = HandlerPath | ViewerFunction | ViewerBehavior;

export const viewerEvents = ["viewer-request", "viewer-response"] as const satisfies readonly ViewerEvent[];

/** Absolute path of a ready-made handler's file. */
export const readyMade = (file: string): string =>
  fileURLToPath(new URL(`../../../runtime/cloudfront/${file}`, import.meta.url));

const isReadyMade = (viewer: Viewer): viewer is ViewerBehavior =>
  typeof viewer === "object" && viewer !== null && "title" in viewer;

/** A service's own handler in the form of the ready-made ones. */
export function behaviorOf(viewer: Viewer, dir: string): ViewerBehavior {
  if (isReadyMade(viewer)) return viewer;
  if (typeof viewer !== "string" && (typeof viewer !== "object" || viewer === null))
    return { title: shown(viewer), problems: ["a handler's file, or a ready-made behaviour, is expected."] };
  const own: ViewerFunction = typeof viewer === "string" ? { handler: viewer } : viewer;
  const { handler, on = "viewer-request", keyValueStore } = own;
  const problems = [
    ...checkKeys(own, ["handler", "on", "keyValueStore"]),
    ...node.problems(handler),
    ...checkOneOf("on", on, viewerEvents),
  ];
  return {
    title: String(handler),
    problems,
    keyValueStore,
    // It may be asynchronous; to await a plain value does no harm.
    steps: problems.length > 0 ? {} : { [on]: { file: resolve(dir, handler), name: "handler", async: true } },
  };
}

/** Problems with a list, each by its place and title. */
export function viewerProblems(path: string, viewers: readonly ViewerBehavior[]): string[] {
  const doubles = (["securityHeaders", "redirects", "basicAuth", "indexDocuments"] as const).filter(
    (title) => viewers.filter((viewer) => viewer.title === title).length > 1,
  );
  return [
    ...viewers.flatMap(({ title, problems }, i) =>
      problems.map((problem) => `${path}[${i}] (${title}): ${problem}`),
    ),
    ...doubles.map((title) => `${path}: ${title} stands there twice; put everything into one.`),
  ];
}

/** The handlers of an event, in order. */
export const stepsAt = (event: ViewerEvent, viewers: readonly ViewerBehavior[]): Step[] =>
  viewers.flatMap(({ title, steps }) => {
    const step = steps?.[event];
    return step === undefined ? [] : [{ title, ...step }];
  });
