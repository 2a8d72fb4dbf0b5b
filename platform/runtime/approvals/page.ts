import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Decision } from "./questions.ts";

/** Longest remark of the person who decides, in characters. */
export const maxRemark = 500;

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** No script, no frame around it, nothing kept, nothing passed on: the page's address is enough to decide. */
const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
} as const;

const style =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}" +
  "textarea{width:100%;box-sizing:border-box}button{font:inherit;padding:.5rem 1.5rem;margin:1rem 1rem 0 0}";

function page(statusCode: number, title: string, body: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers,
    body:
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${escape(title)}</title><style>${style}</style><h1>${escape(title)}</h1>${body}</html>`,
  };
}

const paragraphs = (text: string): string =>
  text
    .split("\n")
    .map((line) => `<p>${escape(line)}</p>`)
    .join("");

/** Asks; opening it decides nothing, since scanners of mail open links too. The form posts to the page's own address. */
export const questionPage = (text: string, expires: number): APIGatewayProxyStructuredResultV2 =>
  page(
    200,
    "Your decision is needed",
    `${paragraphs(text)}<form method="post"><label>Remark (optional)<textarea name="remark" rows="3" maxlength="${maxRemark}"></textarea></label>` +
      `<button name="decision" value="approve">Approve</button><button name="decision" value="reject">Reject</button></form>` +
      `<p><small>Open until ${new Date(expires * 1000).toUTCString()}.</small></p>`,
  );

export const decidedPage = (
  text: string,
  { approved, at }: Decision,
  status: 200 | 409,
): APIGatewayProxyStructuredResultV2 =>
  page(
    status,
    approved ? "Approved" : "Rejected",
    `${paragraphs(text)}<p>It was ${approved ? "approved" : "rejected"} on ${new Date(at).toUTCString()}.</p>`,
  );

/** The same for a link that never was and for one whose time is over. */
export const gonePage = (): APIGatewayProxyStructuredResultV2 =>
  page(410, "Nothing to decide", "<p>This link is not valid, or what it asked was decided or given up.</p>");

export const unclearPage = (problem: string): APIGatewayProxyStructuredResultV2 =>
  page(400, "That was not understood", `<p>${escape(problem)}</p>`);

export const failedPage = (): APIGatewayProxyStructuredResultV2 =>
  page(500, "That did not work", "<p>Nothing was decided. Try again in a minute.</p>");
