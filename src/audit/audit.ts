// Who did what. Details are names of fields, never their values, and what an action itself says of it: so no secret gets in.
import { randomUUID } from 'node:crypto';
import type { AuditLog } from './store';

export interface AuditedAction {
  organizationId: string;
  /** `system`: nobody asked for it. */
  actor: { kind: 'user' | 'api_key' | 'system'; id?: string; name: string };
  /** `noun.verb`. */
  action: string;
  resource: string;
  resourceId?: string;
  /** Names of the fields that were given. */
  fields?: string[];
  more?: Record<string, unknown>;
  ipAddress?: string;
  userAgent?: string;
}

export type Audit = ReturnType<typeof createAudit>;

/** @param onError an action that could not be written; the action itself stands. */
export function createAudit({ log, onError }: { log: AuditLog; onError: (error: unknown) => void }) {
  return {
    list: log.list,
    expire: log.expire,
    countBefore: log.countBefore,
    async record(action: AuditedAction): Promise<void> {
      const { actor, fields, more, userAgent, ...entry } = action;
      try {
        await log.record({
          ...entry,
          id: randomUUID(),
          timestamp: new Date().toISOString(),
          ...(actor.kind === 'user' && actor.id && { userId: actor.id }),
          ...(userAgent && { userAgent: userAgent.slice(0, 300) }),
          details: { by: actor, ...(fields?.length && { fields }), ...more },
        });
      } catch (error) {
        onError(error);
      }
    },
  };
}
