import * as pulumi from "@pulumi/pulumi";
import { offline } from "../../values/offline.ts";

/** Whether the program runs for a plan, a test or the local target, rather than for a deployment. */
export const isOffline = (): boolean => new pulumi.Config(offline.namespace).getBoolean(offline.key) === true;
