import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from "@aws-sdk/client-sfn";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { asError } from "../errors/errors.ts";
import { withScope } from "../invocation/correlation.ts";
import type { Tools } from "../invocation/invocation.ts";
import { decidedPage, failedPage, gonePage, maxRemark, questionPage, unclearPage } from "./page.ts";
import { find, type Kept, remember } from "./questions.ts";

let shared: SFNClient | undefined;
const states = () => {
  shared ??= new SFNClient({});
  return shared;
};

/** Errors of Step Functions when no run waits for the token any more. */
const over = ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"];

/** Answers for the page of a question: GET shows it, POST decides. */
export async function decide(
  event: APIGatewayProxyEventV2,
  tools: Tools,
): Promise<APIGatewayProxyStructuredResultV2> {
  const reference = event.queryStringParameters?.ref ?? "";
  try {
    const question = /^[\w-]{43}$/.test(reference) ? await find(reference) : undefined;
    if (!question) return gonePage();
    const { text, expires, correlationId, decision } = question;
    const isPost = event.requestContext.http.method === "POST";
    if (decision) return decidedPage(text, decision, isPost ? 409 : 200);
    if (!isPost) return questionPage(text, expires);
    return await withScope({ correlationId }, () => settle(event, { reference, question }, tools));
  } catch (error) {
    // Never with the event: its address decides.
    tools.log.error("The page of an approval failed", asError(error));
    return failedPage();
  }
}

/**
 * Ends the wait. Step Functions itself promises to end it once: of two people who decide at the same moment, one
 * gets the page for a wait that is over.
 */
async function settle(
  event: APIGatewayProxyEventV2,
  { reference, question }: { readonly reference: string; readonly question: Kept },
  { log }: Tools,
): Promise<APIGatewayProxyStructuredResultV2> {
  const form = new URLSearchParams(
    event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64").toString("utf8") : event.body,
  );
  const [choice, remark] = [form.get("decision"), form.get("remark")?.trim() ?? ""];
  if (choice !== "approve" && choice !== "reject") return unclearPage("Choose to approve or to reject.");
  if (remark.length > maxRemark) return unclearPage(`The remark is longer than ${maxRemark} characters.`);
  const decision = { approved: choice === "approve", at: Date.now() };
  const { token: taskToken, text, run } = question;
  try {
    if (decision.approved) {
      const output = JSON.stringify({ approved: true, at: new Date(decision.at).toISOString(), remark });
      await states().send(new SendTaskSuccessCommand({ taskToken, output }));
    } else {
      const cause = remark || "Rejected by a person";
      await states().send(new SendTaskFailureCommand({ taskToken, error: "Rejected", cause }));
    }
  } catch (error) {
    if (error instanceof Error && over.includes(error.name)) return gonePage();
    throw error;
  }
  log.info(decision.approved ? "Approved" : "Rejected", { run });
  await remember(reference, decision);
  return decidedPage(text, decision, 200);
}
