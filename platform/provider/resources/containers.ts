import { dnsSuffix } from "../place.ts";
import { arn, type Compute } from "./context.ts";

export const containers: Readonly<Record<string, Compute>> = {
  "aws:ecr/repository:Repository": (c) => ({
    arn: arn("ecr", c, `repository/${c.name}`),
    registryId: c.account,
    repositoryUrl: `${c.account}.dkr.ecr.${c.region}.${dnsSuffix(c)}/${c.name}`,
    imageTagMutability: "MUTABLE",
  }),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": (c) => ({
    id: c.text("repository"),
    registryId: c.account,
  }),
};
