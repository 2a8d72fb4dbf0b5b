import { type AlbArgs, type AlbParts, alb } from "./alb/alb.ts";
import { type HttpArgs, type HttpParts, http } from "./http/http.ts";
import { type RestArgs, type RestParts, rest } from "./rest/rest.ts";
import type { Front } from "./type.ts";
import { type UrlArgs, type UrlParts, url } from "./url.ts";

export type { HttpArgs } from "./http/http.ts";
export type { CorsArgs } from "./shared/cors.ts";

/** Each front, its args and the parts that it makes. A new front is a row here and in `fronts`, and a file beside this one. */
interface Fronts {
  alb: { args: AlbArgs; parts: AlbParts };
  http: { args: HttpArgs; parts: HttpParts };
  rest: { args: RestArgs; parts: RestParts };
  url: { args: UrlArgs; parts: UrlParts };
}

export type GatewayType = keyof Fronts;

/** The front that stands where a gateway names none. */
export const defaultType = "http" satisfies GatewayType;

type KeysOf<T> = T extends unknown ? keyof T : never;
type AnyArgs = Fronts[GatewayType]["args"];

/** Args of a front, without what only other fronts have. */
type Only<Args> = Args & { readonly [K in Exclude<KeysOf<AnyArgs>, keyof Args>]?: never };

/** What a service says about a gateway; `type` tells which front it has. */
export type GatewayArgs = { [T in GatewayType]: Only<Fronts[T]["args"]> }[GatewayType];

/** The type that args name. */
export type TypeOf<A> = A extends { readonly type: infer T extends GatewayType } ? T : typeof defaultType;

/** The parts of a gateway by its type: of an HTTP API the API, its stage and its access log. */
export type PartsOf<T extends GatewayType> = Fronts[T]["parts"];

export const fronts: { readonly [T in GatewayType]: Front<Fronts[T]["args"], PartsOf<T>> } = {
  http,
  rest,
  url,
  alb,
};
