import * as aws from "@pulumi/aws";

export const cidr = aws.ec2.getVpcOutput({ default: true }).cidrBlock;
