import type { ServiceRow } from "../aws-service.ts";
import { readValues } from "./read.ts";
import { secretsManagerService } from "./secrets-manager.ts";
import { ssmService } from "./ssm.ts";
import { ValueStore } from "./value-store.ts";

/** Parameters of SSM and secrets of Secrets Manager. */
export const parameters: ServiceRow = {
  serves: [
    "aws:ssm/parameter:Parameter",
    "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/secretVersion:SecretVersion",
  ],
  lacks: {
    "aws:secretsmanager/secretRotation:SecretRotation": () => ["is not run: the secret keeps its value."],
  },
  open: ({ options }) => {
    const store = new ValueStore(options.secrets);
    return {
      wire: { ssm: ssmService(store), secretsmanager: secretsManagerService(store) },
      prepare: (graph, dir) => {
        const values = readValues(graph);
        return () => store.apply(values, dir);
      },
      missing: () => store.missing(),
      stop() {},
    };
  },
};
