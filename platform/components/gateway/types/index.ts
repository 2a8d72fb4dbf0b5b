import { alb } from "./alb/alb.ts";
import type { AlbArgs, AlbParts } from "./alb/args.ts";
import type { HttpArgs, HttpParts } from "./http/args.ts";
import { http } from "./http/http.ts";
import type { RestArgs, RestParts } from "./rest/args.ts";
import { rest } from "./rest/rest.ts";
import type { TypeRow } from "./type.ts";
import { type UrlArgs, type UrlParts, url } from "./url.ts";

export type { HttpArgs } from "./http/args.ts";
export type { CorsArgs } from "./shared/cors.ts";

/** Args and parts of each type. A new type is a row here and in `gatewayTypes`, and a file or folder beside this one. */
interface Types {
  alb: { args: AlbArgs; parts: AlbParts };
  http: { args: HttpArgs; parts: HttpParts };
  rest: { args: RestArgs; parts: RestParts };
  url: { args: UrlArgs; parts: UrlParts };
}

export type GatewayType = keyof Types;

/** The type of a gateway that names none. */
export const defaultType = "http" satisfies GatewayType;

type KeysOf<T> = T extends unknown ? keyof T : never;
type AnyArgs = Types[GatewayType]["args"];

/** Args of a type, without those that only other types have. */
type Only<Args> = Args & { readonly [K in Exclude<KeysOf<AnyArgs>, keyof Args>]?: never };

/** Args of a gateway; `type` decides which. */
export type GatewayArgs = { [T in GatewayType]: Only<Types[T]["args"]> }[GatewayType];

/** The type that args name. */
export type TypeOf<A> = A extends { readonly type: infer T extends GatewayType } ? T : typeof defaultType;

/** The parts of a gateway by its type: of an HTTP API the API, its stage and its access log. */
export type PartsOf<T extends GatewayType> = Types[T]["parts"];

export const gatewayTypes: { readonly [T in GatewayType]: TypeRow<Types[T]["args"], PartsOf<T>> } = {
  http,
  rest,
  url,
  alb,
};
