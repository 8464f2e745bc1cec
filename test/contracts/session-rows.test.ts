import { randomUUID } from 'node:crypto';
import { createLog } from '../../src/log';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { createSessionRows } from '../../src/stores/postgres/tenant/sessions/sessions';
import { connectAsOwner } from '../../src/stores/postgres/connection/migrate';
import { eventually } from '../../src/tools/eventually';
import { throwawayPostgres, type ThrowawayPostgres } from '../dev-env/postgres';
import { sessionRowsContract, type Tenant } from './session-rows.contract';

let server: ThrowawayPostgres;
let postgres: Postgres;
let url: string;

beforeAll(async () => {
  server = await throwawayPostgres();
  ({ url } = await server.migratedDatabase());
  postgres = await openPostgres({ url, log: createLog('silent') });
});
afterAll(async () => {
  await postgres?.close();
  await server?.stop();
});

async function tenant(): Promise<Tenant> {
  const owner = await connectAsOwner(url);
  const [id, channelId, agentId, userId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  try {
    await owner.query(`INSERT INTO organizations (id, name) VALUES ($1, 'Shop')`, [id]);
    await owner.query(
      `INSERT INTO users (id, email, password_hash, organization_id) VALUES ($1, $2, 'x', $3)`,
      [userId, `${userId}@example.org`, id],
    );
    await owner.query(
      `INSERT INTO agents (id, organization_id, user_id, display_name) VALUES ($1, $2, $3, 'Grace')`,
      [agentId, id, userId],
    );
    await owner.query(
      `INSERT INTO channels (id, organization_id, name, type, key) VALUES ($1, $2, 'Web', 'web', $3)`,
      [channelId, id, channelId],
    );
  } finally {
    await owner.end();
  }
  return {
    id,
    channelId,
    agentId,
    customer: (name = {}) =>
      postgres.withOrganization(id, async (manager) => {
        const [made] = await manager.query<Array<{ id: string }>>(
          `INSERT INTO customers (organization_id, first_name, last_name, email, external_id)
           VALUES ($1, $2, $3, $4, $5) RETURNING id`,
          [id, name.firstName, name.lastName, name.email, name.externalId],
        );
        return made!.id;
      }),
  };
}

sessionRowsContract('PostgreSQL', async () => ({
  rows: createSessionRows(postgres),
  projection: postgres.crossTenant,
  organization: await tenant(),
  stranger: await tenant(),
}));

test('Who is changed while their session is opened is in it as they are since', async () => {
  const { id: organizationId, channelId, customer } = await tenant();
  const customerId = await customer({ firstName: 'Ada' });
  const owner = await connectAsOwner(url);
  try {
    await owner.query('BEGIN');
    await owner.query(
      `UPDATE customers SET first_name = 'Grace', attributes = '{"plan": "pro"}' WHERE id = $1`,
      [customerId],
    );
    const rows = createSessionRows(postgres);
    const opening = rows.openOrGet({
      organizationId,
      customerId,
      channelId,
      channelType: 'web',
      looked: true,
    });
    await eventually(async () => {
      await owner.query('SELECT pg_stat_clear_snapshot()');
      const { rowCount } = await owner.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR SHARE OF c%'
         AND datname = current_database()`,
      );
      return rowCount === 1;
    });
    await owner.query('COMMIT');
    const { state } = await opening;
    expect(state).toMatchObject({ customerName: 'Grace', customerAttributes: { plan: 'pro' } });
    expect(await rows.get(organizationId, state.id)).toEqual(state);
  } finally {
    await owner.end();
  }
});

describe('What is begun for a message that follows', () => {
  let organization: Tenant;

  beforeAll(async () => {
    organization = await tenant();
    const owner = await connectAsOwner(url);
    try {
      await owner.query(`
        CREATE TABLE waited_for (customer_id uuid, setting text);
        CREATE FUNCTION note_wait() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
          BEGIN INSERT INTO public.waited_for VALUES (NEW.customer_id, current_setting('synchronous_commit')); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER note_wait AFTER INSERT ON sessions DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION note_wait();`);
    } finally {
      await owner.end();
    }
  });
  afterAll(async () => {
    const owner = await connectAsOwner(url);
    await owner.query('DROP TRIGGER note_wait ON sessions; DROP FUNCTION note_wait(); DROP TABLE waited_for');
    await owner.end();
  });

  /** `synchronous_commit` when the row was committed, and in what its connection does next. */
  async function settingOf(holdsLog: boolean, beforeMessage: boolean): Promise<string> {
    const { id: organizationId, channelId } = organization;
    const customerId = await organization.customer();
    const place = { organizationId, customerId, channelId, channelType: 'web' as const };
    const { created } = await createSessionRows(postgres, holdsLog).openOrGet({ ...place, beforeMessage });
    expect(created).toBe(true);
    const owner = await connectAsOwner(url);
    try {
      const { rows } = await owner.query<{ setting: string }>(
        'SELECT setting FROM waited_for WHERE customer_id = $1',
        [customerId],
      );
      expect(rows).toHaveLength(1);
      return rows[0]!.setting;
    } finally {
      await owner.end();
    }
  }

  it('is not waited for where the message is stored in the same database after it', async () => {
    expect(await settingOf(true, true)).toBe('off');
    // On the same connections, which are few.
    for (let n = 0; n < 12; n += 1) expect(await settingOf(true, false)).toBe('on');
  });

  it('is waited for where the log is elsewhere', async () => {
    expect(await settingOf(false, true)).toBe('on');
  });
});
