/** The account that the queue store has built in; the local target runs the whole graph in it. */
export const localAccount = "000000000000";
