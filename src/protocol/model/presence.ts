// Who of the team is there.
import { z } from 'zod';

export const presences = ['online', 'away', 'offline'] as const;

export const presence = z.enum(presences).describe('Whether an agent is there.');

export type Presence = (typeof presences)[number];
