// In a file of its own: bundling keeps all code beside a class that extends another, to keep its name.

/** Ends what the user was doing. Cognito shows the message to the user, so it should be one for them. */
export class CognitoRefusal extends Error {
  override name = "CognitoRefusal";
}
