import type { ServiceRow } from "../aws-service.ts";
import { localAccount } from "../shared/account.ts";
import { stsService } from "./wire.ts";

/** The caller's identity: always the local account. */
export const sts: ServiceRow = {
  serves: [],
  open: () => ({ wire: { sts: stsService(localAccount) }, prepare: () => () => {}, stop() {} }),
};
