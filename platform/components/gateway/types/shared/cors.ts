import type * as aws from "@pulumi/aws";
import { checkKeys, checkRange, checkTexts } from "../../../../values/problems.ts";

/** Cross-origin calls from browsers. Only what is named is allowed. */
export interface CorsArgs {
  /** `https://shop.example.com`; `*` for all. */
  readonly origins: readonly string[];
  readonly methods?: readonly string[];
  readonly headers?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly credentials?: boolean;
  /** Seconds a browser may remember the answer. */
  readonly maxAge?: number;
}

/** Seconds that a preflight answer may be remembered. Source: "Configure CORS for HTTP APIs" (-1 turns it off). */
const corsMaxAge = { min: -1, max: 86_400, unit: "seconds" };

/** CORS as HTTP APIs and function URLs take it. */
export function corsConfiguration(cors: CorsArgs): aws.types.input.apigatewayv2.ApiCorsConfiguration {
  return {
    allowOrigins: [...cors.origins],
    allowMethods: cors.methods && [...cors.methods],
    allowHeaders: cors.headers && [...cors.headers],
    exposeHeaders: cors.exposeHeaders && [...cors.exposeHeaders],
    allowCredentials: cors.credentials,
    maxAge: cors.maxAge,
  };
}

export function corsProblems(cors: CorsArgs | undefined): string[] {
  if (!cors) return [];
  return [
    ...checkKeys(cors, ["origins", "methods", "headers", "exposeHeaders", "credentials", "maxAge"], "cors."),
    ...checkRange("cors.maxAge", cors.maxAge, corsMaxAge),
    ...(["origins", "methods", "headers", "exposeHeaders"] as const).flatMap((key) =>
      checkTexts(`cors.${key}`, cors[key]),
    ),
    ...(cors.origins?.length
      ? []
      : ['cors.origins: there is none; name at least one, such as "https://shop.example.com".']),
    ...(cors.credentials && cors.origins?.includes("*")
      ? ['cors: credentials and the origin "*" exclude each other; name the origins.']
      : []),
  ];
}
