import { describe, expect, test } from "vitest";
import { sequence, transientErrors } from "../../../../platform/components/pipeline/states/index.ts";
import { build, cancel, charge, problemsOf, ship } from "./support.ts";

describe("errors of a step", () => {
  test("go to a handler, which sees the input and the error and then ends the execution", () => {
    const { States } = build(sequence(charge.catch(["PaymentDeclined"], cancel), ship));
    expect(States.charge).toMatchObject({
      Catch: [{ ErrorEquals: ["PaymentDeclined"], ResultPath: "$.error", Next: "cancel" }],
      Next: "ship",
    });
    expect(States.cancel).toMatchObject({ End: true });
  });

  test("can resume after the handler", () => {
    const { States } = build(
      sequence(charge.catch(["States.ALL"], cancel, { resume: true, resultPath: null }), ship),
    );
    expect(States.charge).toMatchObject({ Catch: [{ ResultPath: null }] });
    expect(States.cancel).toMatchObject({ Next: "ship" });
  });

  test("of several steps can share a handler", () => {
    const { States } = build(sequence(charge.catch(["A"], cancel), ship.catch(["B"], cancel)));
    expect(Object.keys(States)).toEqual(["charge", "cancel", "ship"]);
  });

  test("are retried by the step's own rules, then by the default, then by a rule for all", () => {
    const careful = charge
      .retry({ errors: ["States.ALL"], attempts: 1 })
      .retry({ errors: ["Busy"], interval: 5, backoff: 1.5 });
    const { States } = build(
      charge.retry({ errors: ["Busy"] }).retry({ errors: ["States.ALL"], attempts: 1 }),
      {
        retry: { attempts: 6 },
      },
    );
    expect(States.charge?.Retry).toEqual([
      { ErrorEquals: ["Busy"] },
      { ErrorEquals: transientErrors, MaxAttempts: 6 },
      { ErrorEquals: ["States.ALL"], MaxAttempts: 1 },
    ]);
    expect(problemsOf(careful)).toContain("would never apply; put it last");
  });

  test("leave the step itself as it was, so that it can be used with others elsewhere", () => {
    charge
      .catch(["A"], cancel)
      .retry({ errors: ["B"] })
      .timeout(3);
    expect(build(charge).States.charge).not.toHaveProperty("Catch");
  });

  test("include a timeout per attempt", () => {
    expect(build(charge.timeout(20)).States.charge).toMatchObject({ TimeoutSeconds: 20 });
  });
});
