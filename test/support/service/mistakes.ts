import { choice, fail, Pipeline, parallel, sequence, succeed, wait } from "#platform";

const stop = fail("stop", "Never");

new Pipeline("flow", {
  steps: { check: "src/handler.ts", ship: "src/other.ts", refund: "src/states.ts" },
  definition: ({ check, ship, ...others }) =>
    sequence(
      choice("is large", []),
      check.catch(["States.Timeuot"], succeed("late")).retry({ errors: ["Busy"], attempts: -1 }),
      parallel("both", [ship, wait("settle", -5)]),
      // @ts-expect-error: there is no step of this name
      others.shipp,
      stop,
      ship.timeout(3),
    ),
});
