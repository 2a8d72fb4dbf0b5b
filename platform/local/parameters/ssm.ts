import { AwsError, answerJson, bodyOf } from "../wire/answer.ts";
import type { WireService } from "../wire/wire-gateway.ts";
import type { StoredValue } from "./read.ts";
import type { ValueStore } from "./value-store.ts";

interface Input {
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly WithDecryption?: boolean;
}

/** GetParameter and GetParameters. JSON protocol. */
export function ssmService(values: ValueStore): WireService {
  const one = (name: string, decrypted: boolean) => {
    const found = values.find("parameter", name);
    const value = found && values.valueOf(found);
    return found && value !== undefined ? answerOf(found, value, decrypted) : undefined;
  };
  return async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1];
    const input = JSON.parse((await bodyOf(request)).toString("utf8") || "{}") as Input;
    const decrypted = input.WithDecryption === true;
    if (operation === "GetParameter") {
      const name = input.Name ?? "";
      const Parameter = one(name, decrypted);
      if (Parameter === undefined) throw notFound(values, name);
      return answerJson(response, { Parameter });
    }
    if (operation === "GetParameters") {
      const names = input.Names ?? [];
      return answerJson(response, {
        Parameters: names.flatMap((name) => one(name, decrypted) ?? []),
        InvalidParameters: names.filter((name) => one(name, decrypted) === undefined),
      });
    }
    throw new AwsError("NotImplementedException", `ssm ${operation} has no local counterpart`, 501);
  };
}

function answerOf({ physicalName, arn, secure }: StoredValue, value: string, decrypted: boolean) {
  return {
    Name: physicalName,
    ARN: arn,
    Type: secure ? "SecureString" : "String",
    DataType: "text",
    Version: 1,
    Value: secure && !decrypted ? "encrypted: ask with WithDecryption" : value,
  };
}

function notFound(values: ValueStore, name: string): AwsError {
  const found = values.find("parameter", name);
  const remedy = found === undefined ? "There is no such parameter here." : values.remedy(found);
  return new AwsError("ParameterNotFound", `Parameter ${name} not found. ${remedy}`);
}
