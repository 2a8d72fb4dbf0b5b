import type {
  CreateAuthChallengeTriggerEvent,
  CustomMessageTriggerEvent,
  DefineAuthChallengeTriggerEvent,
  PostAuthenticationTriggerEvent,
  PostConfirmationTriggerEvent,
  PreAuthenticationTriggerEvent,
  PreSignUpTriggerEvent,
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  PreTokenGenerationV3TriggerEvent,
  UserMigrationTriggerEvent,
  VerifyAuthChallengeResponseTriggerEvent,
} from "aws-lambda";
import { CognitoRefusal } from "../errors/cognito-refusal.ts";
import { asError } from "../errors/errors.ts";
import { type Handler, invocation, type Tools } from "../invocation/invocation.ts";

export { CognitoRefusal };

/** Events of a user pool by their trigger, as the event's `source.trigger` names them. */
interface Events {
  preSignUp: PreSignUpTriggerEvent;
  postConfirmation: PostConfirmationTriggerEvent;
  preAuthentication: PreAuthenticationTriggerEvent;
  postAuthentication: PostAuthenticationTriggerEvent;
  preTokenGeneration: PreTokenGenerationTriggerEvent;
  /** With `tokenVersion: "V2_0"`. */
  preTokenGenerationV2: PreTokenGenerationV2TriggerEvent;
  /** With `tokenVersion: "V3_0"`. */
  preTokenGenerationV3: PreTokenGenerationV3TriggerEvent;
  customMessage: CustomMessageTriggerEvent;
  userMigration: UserMigrationTriggerEvent;
  defineAuthChallenge: DefineAuthChallengeTriggerEvent;
  createAuthChallenge: CreateAuthChallengeTriggerEvent;
  verifyAuthChallengeResponse: VerifyAuthChallengeResponseTriggerEvent;
}

export type CognitoTriggerName = keyof Events;

export interface CognitoRequest<T extends CognitoTriggerName> extends Tools {
  readonly userName: string;
  readonly request: Events[T]["request"];
  /** As Lambda delivered it. */
  readonly event: Events[T];
}

/**
 * A handler for a trigger of a user pool. Its result is laid over the event's response; no result leaves it as it is.
 *
 * Cognito shows an error's message to the user: that of a `CognitoRefusal` passes on, any other error is logged and its
 * message replaced. Cognito asks up to three times, so the handler must be idempotent.
 */
export function cognito<T extends CognitoTriggerName>(
  trigger: T,
  handle: (request: CognitoRequest<T>) => Promise<Partial<Events[T]["response"]> | undefined>,
): Handler<Events[T], Events[T]> {
  const source = sourceOf(trigger);
  return invocation(
    (_, context) => context.awsRequestId,
    async (event, tools) => {
      const { userName, request } = event;
      try {
        const response = await handle({ ...tools, userName, request, event });
        return { ...event, response: { ...event.response, ...response } };
      } catch (error) {
        if (error instanceof CognitoRefusal) {
          tools.log.info(`${trigger} refused: ${error.message}`);
          throw error;
        }
        tools.log.error(`${trigger} failed`, asError(error));
        throw new Error("Something went wrong; try again later.");
      }
    },
    {
      wrapper: `cognito("${trigger}")`,
      events: `that trigger of a user pool: {"triggerSource": "${source}...", "userName", "request", "response"}`,
      fits: ({ triggerSource, request }) =>
        String(triggerSource).startsWith(source) && typeof request === "object" && request !== null,
    },
  );
}

/** The beginning of a trigger's `triggerSource`: `PreSignUp_`, and for each version of the token's trigger one. */
function sourceOf(trigger: CognitoTriggerName): string {
  if (trigger.startsWith("preToken")) return "TokenGeneration_";
  return `${trigger.charAt(0).toUpperCase()}${trigger.slice(1)}_`;
}
