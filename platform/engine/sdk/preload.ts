// Loads the SDK with every patch that holds for the whole process; in a process of its own, before the program does.
// Those of a run are made by the run: callback-server, connection, quiet, leftovers, rejections.
import { makePromisesCheap } from "./cheap-promises.ts";
import { dropDebugLines } from "./debug-log.ts";
import { readAllFrames } from "./frame-positions.ts";
import { debuggable, pulumi, resource, state } from "./modules.ts";

makePromisesCheap(debuggable, state);
readAllFrames(resource);
dropDebugLines(pulumi.log);
