// What is written once: the team's, by supervisors and admins, and everybody's own, which nobody else sees.
import type { Written } from '../automations/store';
import { DomainError, notFound } from '../errors';
import type { Principal } from '../identity/principal';
import { found } from './http/require-found';
import { say } from '../protocol/server-texts/said';

/** @throws `not_found` also for what is somebody else's own */
export async function seen<Row extends Pick<Written, 'userId'>>(
  { get }: { get(organizationId: string, id: string): Promise<Row | undefined> },
  { principal, id, what }: { principal: Principal; id: string; what: string },
): Promise<Row> {
  const row = found(await get(principal.organizationId, id), what);
  if (row.userId !== null && row.userId !== principal.id) throw notFound(what);
  return row;
}

/** @throws `forbidden` for what the whole team would read; `invalid` for a program, which has nothing of its own */
export function ownerOf(principal: Principal, shared: boolean): { userId: string | null } {
  mayShare(principal, shared);
  if (!shared && principal.kind !== 'user')
    throw new DomainError('invalid', 'Only a person has something of its own.', {
      errors: [{ path: 'shared', message: 'must be true for an API key' }],
    });
  return { userId: shared ? null : principal.id };
}

/** @throws `forbidden` */
export function mayShare({ permissions }: Principal, shared: boolean): void {
  if (shared && !permissions.has('knowledge:write')) throw new DomainError('forbidden', say('team_written'));
}

export function presentWritten({ id, shortcut, title, uses, ...row }: Written) {
  return {
    ...{ id, shortcut, title, uses },
    shared: row.userId === null,
    ...(row.lastUsedAt && { lastUsedAt: row.lastUsedAt.toISOString() }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export const whose = ({ kind, id }: Principal) => (kind === 'user' ? { userId: id } : {});
