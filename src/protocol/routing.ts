// What an organization sets about who gets a conversation.
import { z } from 'zod';

/** A conversation that counts nothing would be given to one agent without end. */
const weight = z.number().min(0.05).max(10);

/** Settings of category 'routing'. */
export const routingSettings = z.strictObject({
  /** Seconds until a conversation that was given to an agent, and not opened, goes back to the queue; 0: never. */
  openWithinSeconds: z.int().min(0).max(86_400).default(120),
  /** Seconds until one that was opened, and in which its agent has not written, goes back; 0: never. */
  answerWithinSeconds: z.int().min(0).max(86_400).default(300),
  /** Seconds until a customer who left while waiting is passed over in the queue, until they are back; 0: never. */
  goneAfterSeconds: z.int().min(0).max(86_400).default(300),
  /** Seconds that a conversation waits for its team while anybody of it is there; then whoever is free gets it; 0: at once. */
  teamFirstSeconds: z.int().min(0).max(86_400).default(120),
  /** Minutes without a key, a pointer or a touch in an agent's console, until the agent is away; 0: never. The console tells once a minute: 1 would be a guess. */
  awayAfterMinutes: z
    .int()
    .min(0)
    .max(1_440)
    .refine((minutes) => minutes !== 1, 'must be 0, or from 2 to 1440')
    .default(10),
  /** Whoever lets a conversation that was given to them go back unopened or unanswered is away. */
  awayWhenUnanswered: z.boolean().default(true),
  /** Who of several gets the next one: whose share of conversations is the smallest, or who got none for the longest. */
  order: z.enum(['least_busy', 'round_robin']).default('least_busy'),
  /** A customer comes back to who helped them last, where they have room. */
  lastAgentFirst: z.boolean().default(true),
  /** How much of what an agent takes at once a conversation counts, by the type of its channel. */
  webWeight: weight.default(1),
  whatsappWeight: weight.default(0.5),
  emailWeight: weight.default(0.25),
});

export type RoutingSettings = z.infer<typeof routingSettings>;
