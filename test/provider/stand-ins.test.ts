import { expect, test } from "vitest";
import type { Properties } from "../../platform/engine/index.ts";
import { awsProvider } from "../../platform/provider/index.ts";

test("URLs are those of local stand-ins where they are given", () => {
  const urls = {
    queue: (name: string) => `http://127.0.0.1:1/${name}`,
    api: (name: string) => `http://127.0.0.1:2/${name}`,
  };
  const provider = awsProvider({ urls });
  const made = (type: string, inputs: Properties) =>
    provider.create(
      { urn: `urn:pulumi:dev::shop::${type}::thing`, type, name: "thing", inputs },
      { preview: false },
    );
  expect(made("aws:sqs/queue:Queue", { name: "q" }).outputs.url).toBe("http://127.0.0.1:1/q");
  const api = made("aws:apigatewayv2/api:Api", { name: "web" });
  expect(api.outputs.apiEndpoint).toBe("http://127.0.0.1:2/web");
  const stage = made("aws:apigatewayv2/stage:Stage", { apiId: api.id, name: "$default" });
  expect(stage.outputs.invokeUrl).toBe("http://127.0.0.1:2/web/");
});

test("a provider knows no API that another one made", () => {
  const options = { urls: { api: (name: string) => `http://127.0.0.1:2/${name}` } };
  const made = (type: string, inputs: Properties) =>
    awsProvider(options).create(
      { urn: `urn:pulumi:dev::shop::${type}::thing`, type, name: "thing", inputs },
      { preview: false },
    );
  const api = made("aws:apigatewayv2/api:Api", { name: "web" });
  const stage = made("aws:apigatewayv2/stage:Stage", { apiId: api.id, name: "$default" });
  expect(stage.outputs.invokeUrl).toBe(`https://${api.id}.execute-api.eu-west-1.amazonaws.com/`);
});
