import { AwsError, bodyOf } from "../wire/answer.ts";
import type { WireService } from "../wire/wire-gateway.ts";

/** GetCallerIdentity, which libraries call to find out whether there are credentials. Query protocol, XML. */
export function stsService(account: string): WireService {
  return async (request, response) => {
    const action = new URLSearchParams((await bodyOf(request)).toString("utf8")).get("Action");
    if (action !== "GetCallerIdentity")
      throw new AwsError("NotImplementedException", `sts ${action} has no local counterpart`, 501);
    const arn = `arn:aws:sts::${account}:assumed-role/local/local`;
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
        `<Arn>${arn}</Arn><UserId>LOCAL:local</UserId><Account>${account}</Account>` +
        `</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );
  };
}
