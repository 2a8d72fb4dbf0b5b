import { exitCodes } from "./help-text.ts";

/**
 * Aborts at the first Ctrl-C or other signal that asks for an end, so that a command can clean up; a second one ends the
 * process, and its children with it, without waiting.
 */
export function interruption(): AbortController {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("SIGHUP", onSignal);
  return controller;
}
