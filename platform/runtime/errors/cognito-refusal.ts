// In a file of its own: bundling keeps all code beside a class that extends another, to keep its name.

/** Ends the user's action. Cognito shows the message to the user, so write it for users. */
export class CognitoRefusal extends Error {
  override name = "CognitoRefusal";
}
