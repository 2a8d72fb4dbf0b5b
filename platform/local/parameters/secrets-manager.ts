import { AwsError, answerJson, bodyOf } from "../wire/answer.ts";
import type { WireService } from "../wire/wire-gateway.ts";
import type { ValueStore } from "./value-store.ts";

/** GetSecretValue of the current version. JSON protocol. */
export function secretsManagerService(values: ValueStore): WireService {
  return async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1];
    if (operation !== "GetSecretValue")
      throw new AwsError(
        "NotImplementedException",
        `secretsmanager ${operation} has no local counterpart`,
        501,
      );
    const input = JSON.parse((await bodyOf(request)).toString("utf8") || "{}") as {
      SecretId?: string;
      VersionStage?: string;
    };
    const { SecretId = "", VersionStage = "AWSCURRENT" } = input;
    const found = values.find("secret", SecretId);
    const value = found && VersionStage === "AWSCURRENT" ? values.valueOf(found) : undefined;
    if (found === undefined || value === undefined) {
      const remedy = found === undefined ? "There is no such secret here." : values.remedy(found);
      throw new AwsError(
        "ResourceNotFoundException",
        `Secrets Manager can't find the specified secret value for staging label: ${VersionStage}. ${remedy}`,
      );
    }
    answerJson(response, {
      ARN: found.arn,
      Name: found.physicalName,
      VersionId: "00000000-0000-4000-8000-000000000000",
      VersionStages: ["AWSCURRENT"],
      SecretString: value,
    });
  };
}
