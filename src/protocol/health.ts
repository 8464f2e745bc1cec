// Whether each part works, for who runs an organization and for who runs the server.
import { z } from 'zod';
import { timestamp } from './model/ids';
import { said } from './model/text-types';

export const healthParts = [
  'channel',
  'mail',
  'model',
  'meaning',
  'requests',
  'jobs',
  'postgres',
  'documents',
  'realtime',
  'files',
  'disk',
  'address',
  'backup',
] as const;
export const healthStates = ['ok', 'look', 'wrong', 'off', 'unknown'] as const;

export const healthItem = z.object({
  part: z
    .enum(healthParts)
    .describe(
      "'model': what writes answers; 'meaning': finding by meaning; 'requests': what hears that a customer asks for a person; 'realtime': Redis, or what stands for it; 'address': what PUBLIC_URL says.",
    ),
  state: z
    .enum(healthStates)
    .describe(
      "'look': it works, and somebody should look at it; 'off': it is not set up; 'unknown': nobody measures it.",
    ),
  id: said().optional().describe('Of a channel.'),
  name: said().optional().describe('What the channel, or the model, is called.'),
  kind: said().optional().describe('The type of the channel; what the store is.'),
  why: said().optional().describe('What is wrong, in words.'),
  lastInAt: timestamp.optional().describe('When something last came in, within 7 days.'),
  lastOutAt: timestamp.optional().describe('When something last went out or was answered, within 7 days.'),
  lastErrorAt: timestamp.optional().describe('When it last failed, within 7 days.'),
  lastBackupAt: timestamp.optional().describe('When npm run backup last made a backup.'),
  failed: z.int().optional().describe('How much failed: messages of the last day, jobs.'),
  waitingMs: z.number().optional().describe('How long the oldest job that is due has waited.'),
  bytes: z.number().optional().describe('What the disk has left.'),
});

export const health = z.object({
  items: z.array(healthItem).describe('Each part, as it was found now.'),
  server: z
    .object({
      version: said().describe('Of Parley.'),
      workers: z.int().describe('Nodes that run jobs.'),
      role: said().describe('What the node that answered does.'),
      node: said()
        .optional()
        .describe(
          "What the machine of that node is called. Whether the model is left alone, 'meaning', 'requests' and 'disk' are what this node knows.",
        ),
    })
    .optional()
    .describe('For admins of the organization that runs the server.'),
});

export type HealthPart = (typeof healthParts)[number];
export type HealthState = (typeof healthStates)[number];
export type HealthItem = z.infer<typeof healthItem>;
export type Health = z.infer<typeof health>;
