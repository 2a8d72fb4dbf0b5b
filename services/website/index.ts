import { Bucket, Distribution, Gateway, securityHeaders } from "#platform";
import { viewer } from "./viewer.ts";

const pages = new Bucket("pages", { files: "public" });
const api = new Gateway("api", { routes: { "GET /api/opening-hours": "src/opening-hours.ts" } });
const site = new Distribution("site", {
  origin: pages,
  viewer,
  paths: { "/api/*": { origin: api, viewer: [securityHeaders()] } },
});

export const { url } = site;
export const { url: apiUrl } = api;
export const { bucketName } = pages;
