import type { EntityManager } from 'typeorm';
import { DomainError } from '../../../../errors';
import type { InvitationRow, InvitationStore, Joining } from '../../../../identity/invitation-store';
import { Agent, User } from '../../entities';
import { inOrder, pageOfIds, type WithOrganization } from '../../sql/paging';
import { checkAgent } from './people';
import { explained } from '../table';
import { say } from '../../../../protocol/server-texts/said';

const columns = `id, email, role, talks, team_ids AS "teamIds", expires_at <= now() AS expired, mailed,
  mail_trouble AS "mailTrouble", created_at AS "createdAt", expires_at AS "expiresAt"`;
const isOpen = 'used_at IS NULL AND revoked_at IS NULL';

const inUse = 'This e-mail address cannot be used: somebody signs in with it.';

export function createInvitationStore(withOrganization: WithOrganization): InvitationStore {
  const inside: WithOrganization = (organizationId, work) =>
    withOrganization(organizationId, work).catch((error: unknown) => {
      throw explained(error, {
        taken: 'This person is invited already. Send the invitation again.',
        used: inUse,
      });
    });
  return {
    ...reading(inside),
    ...resets(inside),

    create: (organizationId, { email, role, talks, teamIds, tokenHash, seconds, invitedBy }) =>
      inside(organizationId, async (manager) => {
        if (await manager.existsBy(User, { organizationId, email }))
          throw new DomainError('conflict', say('in_team_already'));
        await areTeams(manager, organizationId, teamIds);
        const [row] = await manager.query<[InvitationRow]>(
          `INSERT INTO invitations (organization_id, email, role, talks, team_ids, token_hash, invited_by, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 second') RETURNING ${columns}`,
          [organizationId, email, role, talks, teamIds, tokenHash, invitedBy, seconds],
        );
        return row;
      }),

    renew: (organizationId, id, { tokenHash, seconds, invitedBy }) =>
      inside(organizationId, async (manager) => {
        const [[row]] = await manager.query<[InvitationRow[], number]>(
          `UPDATE invitations SET token_hash = $3, invited_by = $4, expires_at = now() + $5 * interval '1 second',
             mailed = false, mail_trouble = NULL
           WHERE organization_id = $1 AND id = $2 AND ${isOpen} RETURNING ${columns}`,
          [organizationId, id, tokenHash, invitedBy, seconds],
        );
        return row;
      }),

    noteMail: (organizationId, id, { mailed, trouble }) =>
      inside(organizationId, async (manager) => {
        await manager.query(
          'UPDATE invitations SET mailed = $3, mail_trouble = $4 WHERE organization_id = $1 AND id = $2',
          [organizationId, id, mailed, trouble],
        );
      }),

    join: (organizationId, joining) =>
      withOrganization(organizationId, (manager) => join(manager, organizationId, joining)).catch(
        (error: unknown) => {
          throw explained(error, { taken: inUse, used: inUse });
        },
      ),
  };
}

function reading(inside: WithOrganization): Pick<InvitationStore, 'list' | 'get' | 'revoke'> {
  return {
    list: (organizationId, page) =>
      inside(organizationId, async (manager) => {
        const { ids, nextCursor } = await pageOfIds(
          manager,
          { table: 'invitations', organizationId, where: isOpen },
          page,
        );
        const found = await manager.query<InvitationRow[]>(
          `SELECT ${columns} FROM invitations WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
          [organizationId, ids],
        );
        return { items: inOrder(ids, found), nextCursor };
      }),

    get: (organizationId, id) =>
      inside(organizationId, async (manager) => {
        const [row] = await manager.query<InvitationRow[]>(
          `SELECT ${columns} FROM invitations WHERE organization_id = $1 AND id = $2 AND ${isOpen}`,
          [organizationId, id],
        );
        return row;
      }),

    revoke: (organizationId, id) =>
      inside(organizationId, async (manager) => {
        const [, revoked] = await manager.query<[unknown[], number]>(
          `UPDATE invitations SET revoked_at = now() WHERE organization_id = $1 AND id = $2 AND ${isOpen}`,
          [organizationId, id],
        );
        return revoked === 1;
      }),
  };
}

function resets(inside: WithOrganization): Pick<InvitationStore, 'addReset' | 'takeReset' | 'expire'> {
  return {
    addReset: (organizationId, { userId, tokenHash, seconds }) =>
      inside(organizationId, async (manager) => {
        await manager.query(
          `INSERT INTO password_resets (token_hash, organization_id, user_id, expires_at)
           VALUES ($1, $2, $3, now() + $4 * interval '1 second')
           ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
          [tokenHash, organizationId, userId, seconds],
        );
      }),

    takeReset: (organizationId, tokenHash) =>
      inside(organizationId, async (manager) => {
        const [, taken] = await manager.query<[unknown[], number]>(
          'DELETE FROM password_resets WHERE organization_id = $1 AND token_hash = $2 AND expires_at > now()',
          [organizationId, tokenHash],
        );
        return taken === 1;
      }),

    expire: (organizationId, before) =>
      inside(organizationId, async (manager) => {
        await manager.query('DELETE FROM password_resets WHERE organization_id = $1 AND expires_at < now()', [
          organizationId,
        ]);
        const [, count] = await manager.query<[unknown[], number]>(
          'DELETE FROM invitations WHERE organization_id = $1 AND coalesce(used_at, revoked_at, expires_at) < $2',
          [organizationId, before],
        );
        return count;
      }),
  };
}

/** Used up first: of two who join by one link at the same moment the second one waits here, and finds it used. */
async function join(
  manager: EntityManager,
  organizationId: string,
  { id, tokenHash, firstName, lastName, passwordHash }: Joining,
): Promise<string | undefined> {
  const [[invited]] = await manager.query<[InvitationRow[], number]>(
    `UPDATE invitations SET used_at = now()
     WHERE organization_id = $1 AND id = $2 AND token_hash = $3 AND ${isOpen} AND expires_at > now() RETURNING ${columns}`,
    [organizationId, id, tokenHash],
  );
  if (!invited) return undefined;
  const { email, role, talks, teamIds } = invited;
  const names = { firstName, lastName: lastName ?? null };
  const users = manager.getRepository(User);
  const { id: userId } = await users.save({ organizationId, email, role, passwordHash, ...names });
  if (!talks) return userId;
  await checkAgent(manager, organizationId, { userId });
  const agent = await manager.getRepository(Agent).save({ organizationId, userId, displayName: firstName });
  await manager.query(
    `UPDATE teams SET agent_ids = array_append(agent_ids, $3), updated_at = now()
     WHERE organization_id = $1 AND id = ANY ($2::uuid[])`,
    [organizationId, teamIds, agent.id],
  );
  return userId;
}

async function areTeams(
  manager: EntityManager,
  organizationId: string,
  ids: readonly string[],
): Promise<void> {
  const [row] = await manager.query<[{ n: number }]>(
    'SELECT count(*)::int AS n FROM teams WHERE organization_id = $1 AND id = ANY ($2::uuid[])',
    [organizationId, ids],
  );
  if (row.n === new Set(ids).size) return;
  const message = 'There is no such team.';
  throw new DomainError('invalid', message, { errors: [{ path: 'teamIds', message }] });
}
