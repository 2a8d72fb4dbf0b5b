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

/** Milliseconds within which signals are one. */
const sameMs = 300;

/** The first Ctrl-C asks what runs to end, the second one insists, a third one ends this process without waiting for it. */
export function insistentInterruption(): { readonly cancelled: AbortSignal; readonly insisted: AbortSignal } {
  const [cancel, insist] = [new AbortController(), new AbortController()];
  let last = Number.NEGATIVE_INFINITY;
  const onSignal = () => {
    // One Ctrl-C may arrive twice: from the terminal, and from the process that started this one.
    const isSame = performance.now() - last < sameMs;
    last = performance.now();
    if (isSame) return;
    if (insist.signal.aborted) process.exit(exitCodes.interrupted);
    (cancel.signal.aborted ? insist : cancel).abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("SIGHUP", onSignal);
  return { cancelled: cancel.signal, insisted: insist.signal };
}
