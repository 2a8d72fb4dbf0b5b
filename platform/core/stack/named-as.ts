import * as pulumi from "@pulumi/pulumi";
import { formerNameKey } from "../../values/names.ts";

/** What the service's physical names begin with: its name, or the one that it had when its resources were made. */
export const namedAs = (): string => new pulumi.Config().get(formerNameKey) ?? pulumi.getProject();
