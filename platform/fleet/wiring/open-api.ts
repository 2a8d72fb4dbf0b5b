import { objectOf, parseObject } from "./wiring-nodes.ts";

/** What an OpenAPI document says of a REST API's functions, each by the URI of its integration. */
export interface OpenApi {
  /** With keys such as `GET /orders`; `ANY` for any method. */
  readonly operations: readonly { readonly key: string; readonly uri: unknown }[];
  readonly authorizers: readonly { readonly name: string; readonly uri: unknown }[];
}

/** Reads a REST API's `body`. Source: API Gateway, "OpenAPI extensions for API Gateway". */
export function openApiOf(body: unknown): OpenApi {
  const document = parseObject(body);
  return {
    operations: entriesOf(document?.paths).flatMap(([path, methods]) =>
      entriesOf(methods).flatMap(([method, operation]) => {
        const verb = method === "x-amazon-apigateway-any-method" ? "ANY" : method.toUpperCase();
        return withUri({ key: `${verb} ${path}` }, integrationOf(operation)?.uri);
      }),
    ),
    authorizers: entriesOf(objectOf(document?.components)?.securitySchemes).flatMap(([name, scheme]) =>
      withUri({ name }, objectOf(objectOf(scheme)?.["x-amazon-apigateway-authorizer"])?.authorizerUri),
    ),
  };
}

const entriesOf = (value: unknown) => Object.entries(objectOf(value) ?? {});

const integrationOf = (operation: unknown) =>
  objectOf(objectOf(operation)?.["x-amazon-apigateway-integration"]);

/** Nothing where no function answers: a mock integration, an authoriser of another kind. */
function withUri<T extends object>(one: T, uri: unknown): (T & { readonly uri: unknown })[] {
  return uri === undefined ? [] : [{ ...one, uri }];
}
