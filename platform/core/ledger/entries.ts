import * as pulumi from "@pulumi/pulumi";
import { dayOf, daysLeft, warnDays } from "../../values/exceptions/expiry.ts";
import {
  type Exception,
  type ExemptionInputs,
  ledgerTypes,
  type OverrideInputs,
} from "../../values/ledger.ts";
import { isOffline } from "../stack/offline.ts";

/** The entry of an override in the program's graph and state. */
export class Override extends pulumi.ComponentResource {
  constructor(name: string, inputs: OverrideInputs, options: pulumi.ComponentResourceOptions = {}) {
    super(ledgerTypes.override, name, { ...inputs }, options);
    tellExpiry(`The override of ${inputs.setting}`, inputs);
    this.registerOutputs();
  }
}

/** The entry of an exemption. */
export class Exemption extends pulumi.ComponentResource {
  constructor(name: string, inputs: ExemptionInputs) {
    super(ledgerTypes.exemption, name, { ...inputs });
    tellExpiry(`The exemption of ${inputs.resource} from ${inputs.rule}`, inputs);
    this.registerOutputs();
  }
}

/**
 * A warning of a deployment about an entry that has expired, or soon will. It doesn't end the deployment: a date must not block
 * a repair at night. Offline the readers of the graph refuse it, and the graph is the same on every day.
 */
function tellExpiry(what: string, { owner, expires }: Exception): void {
  if (isOffline()) return;
  const left = daysLeft(expires, dayOf(new Date()));
  if (left < 0)
    void pulumi.log.warn(
      `${what} expired on ${expires}. ${owner} answers for it: remove it, or state a later date.`,
    );
  else if (left <= warnDays)
    void pulumi.log.warn(`${what} expires on ${expires}, in ${left} day(s). ${owner} answers for it.`);
}
