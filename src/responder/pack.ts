import type { Log } from '../log';
import type { HandoverPacket } from '../protocol/things';
import { buildPacket, type Story } from './packet';

/** Never rejects: without the specialties the packet names none. */
export type Pack = (
  organizationId: string,
  why: Pick<HandoverPacket, 'trigger' | 'reason'>,
  story: Omit<Story, 'specialties'>,
) => Promise<HandoverPacket>;

/** @param specialties those that an organization's agents have */
export function createPack(specialties: (organizationId: string) => Promise<string[]>, log: Log): Pack {
  return async (organizationId, why, story) => {
    const known = await specialties(organizationId).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'responder: nobody knows who knows what');
      return [];
    });
    return buildPacket(why, { ...story, specialties: known });
  };
}
