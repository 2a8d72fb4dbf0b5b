const functionArn = /arn:aws[a-z-]*:lambda:[^:]+:\d+:function:[^:/]+/;

/** The function that an ARN, an invoke ARN (`arn:aws:apigateway:...`), an alias ARN or a name refers to. */
export function functionRef(given: string): string {
  return functionArn.exec(given)?.[0] ?? given;
}
