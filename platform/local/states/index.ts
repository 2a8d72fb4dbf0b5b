import type { ServiceRow } from "../aws-service.ts";
import { Machines } from "./machines.ts";

/** Step Functions. */
export const states: ServiceRow = {
  serves: ["aws:sfn/stateMachine:StateMachine"],
  open: (context) => new Machines(context),
};
