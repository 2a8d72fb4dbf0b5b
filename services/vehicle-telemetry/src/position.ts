import { z } from "zod";

/**
 * Where a vehicle was. Positions may arrive twice and late: `at` says which is the latest. Unknown keys pass, so that
 * senders can add some first. A field added here is optional for as long as positions without it are under way.
 */
export const Position = z.object({
  /** The partition key too: positions of one vehicle keep their order. */
  vehicleId: z
    .string()
    .regex(/^[A-Z0-9-]{4,20}$/, "A vehicle's id is 4 to 20 capital letters, digits and hyphens."),
  // Times are compared as text, so all of them get one form: "10:00:00Z" would come after "10:00:00.500Z".
  at: z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString()),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  /** Kilometres an hour. */
  speed: z.number().nonnegative().optional(),
});
export type Position = z.infer<typeof Position>;
