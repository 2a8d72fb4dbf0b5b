import { z } from "zod";

const Message = z.strictObject({
  role: z.enum(["user", "assistant"]),
  text: z.string().trim().min(1).max(4000),
});

/** What is paid for is read: 20 messages and 20,000 characters in all, some 5,000 tokens. */
export const Conversation = z.strictObject({
  messages: z
    .array(Message)
    .min(1)
    .max(20)
    .refine((messages) => messages.every(({ role }, i) => role === (i % 2 === 0 ? "user" : "assistant")), {
      message: "Messages alternate, beginning with one of the user.",
    })
    .refine((messages) => messages.at(-1)?.role === "user", { message: "The last message is the user's." })
    .refine((messages) => messages.reduce((sum, { text }) => sum + text.length, 0) <= 20_000, {
      message: "The conversation has more than 20,000 characters; leave out its oldest messages.",
    }),
});

export type Conversation = z.infer<typeof Conversation>;
