import * as pulumi from "@pulumi/pulumi";

export const vpc = new pulumi.StackReference("organization/network/prod").requireOutput("vpc");
