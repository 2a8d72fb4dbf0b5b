import { type Statement, statementsOf } from "../access/index.ts";
import type { Properties } from "../engine/index.ts";
import { isObject } from "../values/objects.ts";

/** The statements of every policy document among some inputs. A document that is a secret has none until it is revealed. */
export function statementsIn(inputs: Properties): Statement[] {
  return Object.values(inputs)
    .flat()
    .flatMap((value) => {
      const own = statementsOf(value);
      return own.length > 0 || !isObject(value) ? own : Object.values(value).flatMap(statementsOf);
    });
}
