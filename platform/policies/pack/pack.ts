import { PolicyPack } from "@pulumi/policy";
import { packPolicies } from "./policies.ts";

// Starts the server that the CLI talks to: nothing but the CLI loads this file.
new PolicyPack("platform", { policies: packPolicies() });
