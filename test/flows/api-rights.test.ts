// Nobody, person or program, grants more than they have, and nobody leaves an organization without an admin.
import { randomUUID } from 'node:crypto';
import { hashPassword } from '../../src/identity/passwords';
import { passwordCost } from '../dev-env/password-cost';
import { mask } from '../../src/protocol/channels';
import { permissions, type Permission } from '../../src/protocol/model/roles';
import { createBed, identitySecret, password, type Bed, type SeededOrganization } from './api-bed';
import { make } from './api-world';

let bed: Bed;
let ours: SeededOrganization;

beforeAll(async () => {
  bed = await createBed({ limits: { take: () => Promise.resolve({}) } });
  ours = await bed.seed('ours');
});
afterAll(() => bed?.close());

const soon = '2098-01-01T00:00:00.000Z';
const later = '2099-01-01T00:00:00.000Z';

async function makeKey(granted: readonly Permission[], expiresAt?: string) {
  const body = { name: randomUUID(), permissions: granted, ...(expiresAt && { expiresAt }) };
  const { body: made } = await bed.api('POST', 'api-keys', { token: ours.accessToken, body });
  return made as { id: string; key: string };
}

async function makeAdmin(organizationId: string) {
  const email = `${randomUUID()}@ours.test`;
  const passwordHash = await hashPassword(password, passwordCost);
  const { id } = await bed.people.users.create(organizationId, { email, passwordHash, role: 'admin' });
  const login = await bed.api('POST', 'auth/login', { body: { email, password } });
  return { id, token: login.body.accessToken as string };
}

describe('the only active admin', () => {
  it('stays, whoever asks and by whatever change', async () => {
    const { key } = await makeKey(permissions);
    const path = `users/${ours.userId}`;
    const attempts: Array<[string, unknown?]> = [
      ['PATCH', { isActive: false }],
      ['PATCH', { role: 'agent' }],
      ['PATCH', { role: 'supervisor', firstName: 'Ada' }],
      ['DELETE'],
    ];
    for (const [method, body] of attempts) {
      const answer = await bed.api(method, path, { token: key, ...(body !== undefined && { body }) });
      expect([method, body, answer.status, answer.body.code]).toEqual([method, body, 409, 'conflict']);
    }
    const kept = await bed.api('PATCH', path, { token: key, body: { firstName: 'Ada', role: 'admin' } });
    expect(kept.body).toMatchObject({ role: 'admin', isActive: true });
  });

  it('is one of two who would take each other away at the same moment', async () => {
    const organization = await bed.seed('pair');
    for (let round = 0; round < 5; round += 1) {
      const second = await makeAdmin(organization.id);
      const takeAway = (token: string, id: string) =>
        bed.api('PATCH', `users/${id}`, { token, body: { role: 'agent' } });
      const first = await makeAdmin(organization.id);
      await bed.owner.query(`UPDATE users SET role = 'agent' WHERE id = $1`, [organization.userId]);
      const answers = await Promise.all([takeAway(first.token, second.id), takeAway(second.token, first.id)]);
      // The slower one may find that it is no admin any more.
      const [done, refused] = answers.map(({ status }) => status).sort();
      expect([done, [403, 409].includes(refused!)]).toEqual([200, true]);
      const { rows } = await bed.owner.query(
        `SELECT id FROM users WHERE organization_id = $1 AND role = 'admin' AND is_active`,
        [organization.id],
      );
      expect(rows).toHaveLength(1);
      await bed.owner.query('DELETE FROM refresh_tokens WHERE organization_id = $1', [organization.id]);
      await bed.owner.query('DELETE FROM users WHERE organization_id = $1 AND id <> $2', [
        organization.id,
        organization.userId,
      ]);
    }
  });
});

describe('an API key', () => {
  it('lengthens neither its own life nor gives a longer one to another', async () => {
    const { id, key } = await makeKey(['settings:read', 'settings:write'], soon);
    const grant = { name: randomUUID(), permissions: ['settings:read'] };
    for (const expiresAt of [later, null]) {
      const longer = await bed.api('PATCH', `api-keys/${id}`, { token: key, body: { expiresAt } });
      expect([expiresAt, longer.status]).toEqual([expiresAt, 403]);
      const other = await bed.api('POST', 'api-keys', { token: key, body: { ...grant, expiresAt } });
      expect([expiresAt, other.status]).toEqual([expiresAt, 403]);
    }
    expect((await bed.api('POST', 'api-keys', { token: key, body: grant })).status).toBe(403);
    const eternal = await makeKey(['settings:read']);
    const body = { permissions: ['settings:read', 'settings:write'] };
    expect((await bed.api('PATCH', `api-keys/${eternal.id}`, { token: key, body })).status).toBe(403);
    const sooner = { expiresAt: '2097-01-01T00:00:00.000Z' };
    expect((await bed.api('PATCH', `api-keys/${id}`, { token: key, body: sooner })).status).toBe(200);
  });

  it('revives, renames and deletes no key that may do more', async () => {
    const { key } = await makeKey(['settings:read', 'settings:write']);
    const stronger = await makeKey(permissions, '2020-01-01T00:00:00.000Z');
    for (const body of [{ expiresAt: null }, { expiresAt: later }, { name: 'Mine' }]) {
      const answer = await bed.api('PATCH', `api-keys/${stronger.id}`, { token: key, body });
      expect([body, answer.status, answer.body.code]).toEqual([body, 403, 'forbidden']);
    }
    expect((await bed.api('DELETE', `api-keys/${stronger.id}`, { token: key })).status).toBe(403);
    expect((await bed.api('GET', 'auth/me', { token: stronger.key })).status).toBe(401);
  });

  it('sets a secret of a channel only where it may do what the secret opens', async () => {
    const { key } = await makeKey(['settings:read', 'settings:write']);
    const path = `channels/${ours.channelId}`;
    const set = (token: string, config: object) => bed.api('PATCH', path, { token, body: { config } });
    expect((await set(key, { greeting: 'Hi', identitySecret: mask })).status).toBe(200);
    for (const config of [{ identitySecret: 'a secret that I know, 32+' }, { greeting: 'Hi' }]) {
      expect([config, (await set(key, config)).status]).toEqual([config, 403]);
    }
    const create = (config: object) =>
      bed.api('POST', 'channels', { token: key, body: { name: randomUUID(), type: 'web', config } });
    expect((await create({ identitySecret })).status).toBe(403);
    expect((await create({ greeting: 'Hi' })).status).toBe(201);
    const right = await makeKey([
      'settings:write',
      'customers:read',
      'customers:write',
      'sessions:read',
      'sessions:write',
    ]);
    expect((await set(right.key, { identitySecret })).status).toBe(200);
  });

  it('reads transcripts through no side door', async () => {
    const id = await make(bed, ours, 'customer');
    const { key } = await makeKey(['customers:read']);
    expect((await bed.api('GET', `customers/${id}/export`, { token: key })).status).toBe(403);
    const both = await makeKey(['customers:read', 'sessions:read']);
    expect((await bed.api('GET', `customers/${id}/export`, { token: both.key })).status).toBe(200);
  });

  it('changes and deletes no person, and no agent of a person, who may do more', async () => {
    const { key } = await makeKey(['people:read', 'people:write']);
    const { id: userId } = await makeAdmin(ours.id);
    const body = { displayName: 'Somebody else' };
    const attempts: Array<[string, string, unknown?]> = [
      ['PATCH', `agents/${ours.agentId}`, body],
      ['DELETE', `agents/${ours.agentId}`],
      ['POST', 'agents', { ...body, userId }],
      ['PATCH', `users/${ours.userId}`, { firstName: 'Somebody' }],
      ['DELETE', `users/${userId}`],
    ];
    for (const [method, path, sent] of attempts) {
      const answer = await bed.api(method, path, { token: key, ...(sent !== undefined && { body: sent }) });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
    }
  });
});
