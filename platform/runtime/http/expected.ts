import type { Expected } from "../invocation/expected.ts";
import { fieldsOf } from "../invocation/fields.ts";

/** Requests of any gateway: payload format 2.0, 1.0, or a load balancer's. */
export const requests = (wrapper: string): Expected => ({
  wrapper,
  events:
    'requests of a gateway, a function URL or a load balancer: {"rawPath", "requestContext": {"http": {"method", "path"}}}',
  fits: ({ requestContext, httpMethod = fieldsOf(requestContext).http }) => requestContext && httpMethod,
});
