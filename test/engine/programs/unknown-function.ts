import * as aws from "@pulumi/aws";

export const name = aws.workspaces.getImageOutput({ imageId: "wsi-1" }).name;
