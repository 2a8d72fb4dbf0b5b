import type { RequestListener } from "node:http";
import type { LocalApp } from "../local-app.ts";
import { AwsError, answerError, answerJson, bodyOf } from "../wire/answer.ts";

const prefix = "/_local/";

/**
 * Endpoints for curl: `/_local/send/<queue>`, `/_local/messages/<queue>`, `/_local/fire/<schedule>`,
 * `/_local/start/<state machine>`, `/_local/invoke/<function>`; the request's body is the message or input.
 */
export function withControl(app: () => LocalApp, aws: RequestListener): RequestListener {
  return (request, response) => {
    if (!request.url?.startsWith(prefix)) return aws(request, response);
    const [verb = "", name = ""] = request.url
      .slice(prefix.length)
      .split("?")[0]!
      .split("/")
      .map(decodeURIComponent);
    const work = async () => {
      // A page in the developer's browser could post here too; browsers, unlike curl, send its origin.
      if (request.headers.origin) throw new AwsError("AccessDenied", "Not from a browser", 403);
      answerJson(response, await act(app(), verb, name, (await bodyOf(request)).toString("utf8")));
    };
    work().catch((error: Error) =>
      answerError(response, error instanceof AwsError ? error : new AwsError("BadRequest", error.message)),
    );
  };
}

async function act(app: LocalApp, verb: string, name: string, body: string): Promise<unknown> {
  switch (verb) {
    case "send":
      return { messageId: await app.send(name, body) };
    case "messages":
      return app.messages(name);
    case "fire":
      return result(await app.fire(name));
    case "invoke":
      return result(await app.invoke(name, body ? JSON.parse(body) : {}));
    case "start": {
      const { status, output, error, cause } = await app.start(name, body ? JSON.parse(body) : {});
      return { status, output, error, cause };
    }
  }
  throw new AwsError(
    "BadRequest",
    `${prefix}${verb} is not there; there are: send, messages, fire, start, invoke`,
  );
}

function result(of: Awaited<ReturnType<LocalApp["fire"]>>): unknown {
  return of?.payload ? { ...of, payload: JSON.parse(of.payload.toString("utf8") || "null") } : {};
}
