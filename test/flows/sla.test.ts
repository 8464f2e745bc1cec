// What customers are promised: policies, clocks, warnings, lines in the log, and what was kept.
import { randomUUID } from 'node:crypto';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import type { Setting } from '../../src/protocol/settings';
import type { SlaReport } from '../../src/protocol/sla';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { customer } from './console-desk';

/** It has the database. */
let first: TestServer;
let server: TestServer;
let lin: Awaited<ReturnType<TestServer['addAgent']>>;
let setting: string;

const everybody = {
  id: randomUUID(),
  name: 'Everybody',
  when: {},
  firstReply: 30,
  nextReply: 60,
  resolution: 600,
};
const urgent = { id: randomUUID(), name: 'Urgent', when: { priority: ['urgent'] }, firstReply: 5 };

async function ask<T = unknown>(method: string, path: string, body?: unknown, token?: string) {
  const answer = await server.request(method, path, {
    ...(body !== undefined && { body }),
    ...(token !== undefined && { token }),
  });
  return { status: answer.status, body: answer.body as T };
}

const lines = async (sessionId: string) =>
  (await ask<{ items: Message[] }>('GET', `sessions/${sessionId}/messages?limit=100`)).body.items
    .filter(({ content }) => content.systemAction === 'promise_broken')
    .map(({ content }) => content.data!['target']);
const due = async (state: string) =>
  (await ask<{ items: Session[] }>('GET', `sessions?sla=${state}`)).body.items.map(({ id }) => id);
const slaOf = async (sessionId: string) => (await ask<Session>('GET', `sessions/${sessionId}`)).body.sla;

/** Somebody who waits for a person. */
async function waiting(words = 'Where is my parcel?') {
  const who = await customer(server);
  await who.say(words);
  return { who, sessionId: await who.askForPerson() };
}

const options = {
  env: { RATE_LIMITS: 'off', PARLEY_DEMO: 'off' },
  timing: { sweepEveryMs: 3_600_000 },
};

/** The node ends, minutes go by, and another one finds only what the logs tell: every row is made anew. */
async function restartAfter(minutes: number): Promise<void> {
  await server.app.close();
  const before = `- interval '${minutes} min'`;
  await first.query(
    `UPDATE messages SET timestamp = timestamp ${before}, doc = jsonb_set(doc, '{timestamp}',
       to_jsonb(to_char((timestamp ${before}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))`,
  );
  // In two steps: none comes to stand where another one still is.
  await first.query(`UPDATE promise_outcomes SET since = since + interval '1000 years'`);
  await first.query(
    `UPDATE promise_outcomes SET since = since - interval '1000 years' ${before}, at = at ${before}`,
  );
  await first.query(`UPDATE settings SET updated_at = updated_at ${before}`);
  await first.query(
    `UPDATE sessions SET head_seq = 0, started_at = started_at ${before}, last_message_at = (SELECT min(timestamp) FROM messages),
       clocks = NULL, sla = NULL, sla_due_at = NULL, sla_breaks_at = NULL, sla_warn_at = NULL`,
  );
  server = await TestServer.create({ ...options, beside: first });
}

beforeAll(async () => {
  first = await TestServer.create(options);
  server = first;
  lin = await server.addAgent('Lin');
});
afterAll(async () => {
  if (server !== first) await server?.close();
  await first?.close();
});

describe('policies', () => {
  const save = (policies: unknown) =>
    ask<Setting & { errors: Array<{ path: string; message: string }> }>('POST', 'settings', {
      category: 'sla',
      key: 'policies',
      value: policies,
    });

  it('are refused in words that name the field', async () => {
    const refused = async (policies: unknown) => (await save(policies)).body.errors;
    expect(await refused([{ ...urgent, firstReply: undefined }])).toEqual([
      {
        path: 'value.0.firstReply',
        message: 'Promise one thing at least: a first reply, a next reply or a resolution.',
      },
    ]);
    expect(await refused([{ ...urgent, firstReply: 0 }])).toMatchObject([
      { path: 'value.0.firstReply', message: 'Promise at least one minute.' },
    ]);
    expect(await refused([{ ...urgent, resolution: 4 }])).toMatchObject([{ path: 'value.0.resolution' }]);
    expect(await refused([urgent, { ...everybody, name: 'urgent' }])).toMatchObject([
      { path: 'value.1.name', message: 'Another policy is called that already.' },
    ]);
    expect(
      await refused(Array.from({ length: 21 }, (_, n) => ({ ...urgent, id: randomUUID(), name: `${n}` }))),
    ).toEqual([{ path: 'value', message: 'There are at most 20 policies.' }]);
    expect(await refused([{ ...urgent, when: { channelType: [] } }])).toMatchObject([
      { path: 'value.0.when.channelType' },
    ]);
    expect(
      (await ask('POST', 'settings', { category: 'sla', key: 'policies', value: [] }, lin.token)).status,
    ).toBe(403);
  });

  it('hold from when they are saved on, also for who waits already', async () => {
    const { sessionId } = await waiting();
    expect(await slaOf(sessionId)).toBeUndefined();
    const saved = await save([urgent, everybody]);
    expect(saved).toMatchObject({ status: 201, body: { value: [{ warnPercent: 80 }, {}] } });
    setting = saved.body.id;
    await eventually(async () => {
      const { items } = (await ask<{ items: Session[] }>('GET', 'sessions?order=dueAt')).body;
      return items.find(({ id }) => id === sessionId)?.sla?.policy === 'Everybody';
    });
    const sla = (await slaOf(sessionId))!;
    expect(sla).toMatchObject({ target: 'first_reply', promises: [{}, { target: 'resolution' }] });
    expect(Date.parse(sla.dueAt!) - Date.parse(sla.promises[0]!.since)).toBe(30 * 60_000);
    expect(Date.parse(sla.warnAt!) - Date.parse(sla.promises[0]!.since)).toBe(24 * 60_000);
  });

  it('are chosen again with the priority, and tell the customer nothing', async () => {
    const { who, sessionId } = await waiting();
    const changed = await ask<Session>('PATCH', `sessions/${sessionId}`, { priority: 'urgent' });
    expect(changed.body.sla).toMatchObject({ policy: 'Urgent', promises: [{ target: 'first_reply' }] });
    const { session } = (await who.call('session:sync', { afterSeq: 0 })) as unknown as { session: Session };
    expect(session.id).toBe(sessionId);
    expect(session.sla).toBeUndefined();
  });
});

describe('a promise', () => {
  it('is kept by an answer; then the next one begins with the customer’s next word', async () => {
    const { who, sessionId } = await waiting();
    const claimed = await ask<Session>('POST', `sessions/${sessionId}/claim`, {}, lin.token);
    expect(claimed.body.sla?.target).toBe('first_reply');
    const reply = { text: 'On its way.', clientMessageId: randomUUID() };
    await ask('POST', `sessions/${sessionId}/messages`, reply, lin.token);
    expect((await slaOf(sessionId))?.promises).toMatchObject([{ target: 'resolution', minutesLeft: 600 }]);
    await who.say('When?');
    expect((await slaOf(sessionId))?.promises.map(({ target }) => target)).toEqual([
      'next_reply',
      'resolution',
    ]);
    await ask('POST', `sessions/${sessionId}/close`, {}, lin.token);
    expect(await slaOf(sessionId)).toBeUndefined();
    const { body } = await ask<SlaReport>('GET', 'analytics/sla');
    expect(body.policies).toEqual([
      {
        policyId: everybody.id,
        policy: 'Everybody',
        ...{ kept: 2, missed: 0 },
        targets: [
          { target: 'first_reply', kept: 1, missed: 0 },
          { target: 'resolution', kept: 1, missed: 0 },
        ],
      },
    ]);
  });

  it('warns whoever holds the conversation once; one that broke while no node ran stands in the log once', async () => {
    const { sessionId } = await waiting('Hello?');
    await ask('POST', `sessions/${sessionId}/claim`, {}, lin.token);
    const late = await waiting('Late');
    await restartAfter(25);
    const heard: Array<{ type: string; sessionId: string; target?: string }> = [];
    const listen = async () => {
      const desk = server.socket('/agent', { token: lin.token });
      desk.on('notification', (news: (typeof heard)[number]) => heard.push(news));
      await new Promise((resolve) => desk.once('ready', resolve));
    };
    const told = () => heard.filter(({ type }) => type === 'due_soon' || type === 'overdue');
    await listen();
    await server.app.sweep();
    await server.app.sweep();
    await eventually(() => told().length > 0);
    expect(told()).toMatchObject([{ type: 'due_soon', target: 'first_reply', sessionId }]);
    expect(await due('due_soon')).toEqual(expect.arrayContaining([sessionId, late.sessionId]));
    expect(await lines(sessionId)).toEqual([]);

    await restartAfter(6);
    await listen();
    await server.app.sweep();
    await server.app.sweep();
    expect(await lines(sessionId)).toEqual(['first_reply']);
    await eventually(() => told().length > 1);
    expect(told()[1]).toMatchObject({ type: 'overdue', target: 'first_reply', sessionId });
    expect(await due('overdue')).toContain(sessionId);
    expect(await due('due_soon')).toEqual([]);
    const view = { name: 'Late', shared: false, where: { sla: ['overdue'], agentId: [lin.agentId] } };
    const { id } = (await ask<{ id: string }>('POST', 'views', view)).body;
    expect((await ask<{ counts: object }>('GET', 'views/counts')).body.counts).toMatchObject({ [id]: 1 });
    const { body } = await ask<SlaReport>('GET', 'analytics/sla?channelType=web');
    expect(body).toMatchObject({ kept: 2 });
    expect(body.missed).toBeGreaterThanOrEqual(2);

    await restartAfter(0);
    await server.app.sweep();
    await server.app.sweep();
    expect(await lines(sessionId)).toEqual(['first_reply']);
    expect((await ask<SlaReport>('GET', 'analytics/sla?channelType=web')).body).toEqual(body);
  });

  it('that was answered too late before anybody looked is in the log, too', async () => {
    const { sessionId } = await waiting();
    await ask('POST', `sessions/${sessionId}/claim`, {}, lin.token);
    await restartAfter(31);
    const reply = { text: 'Sorry.', clientMessageId: randomUUID() };
    await ask('POST', `sessions/${sessionId}/messages`, reply, lin.token);
    // Its row may still be behind.
    await eventuallyPasses(async () => {
      await server.app.sweep();
      expect(await lines(sessionId)).toEqual(['first_reply']);
    });
    await server.app.sweep();
    expect(await lines(sessionId)).toEqual(['first_reply']);
  });

  it('that a row calls broken, and the policies do not, is put right; without policies nothing is promised', async () => {
    const { sessionId } = await waiting();
    const past = `SET sla_breaks_at = now() - interval '1 min' WHERE id = $1`;
    await first.query(`UPDATE sessions ${past}`, [sessionId]);
    await server.app.sweep();
    expect(await lines(sessionId)).toEqual([]);
    const left = await first.query(`SELECT FROM sessions WHERE id = $1 AND sla_breaks_at > now()`, [
      sessionId,
    ]);
    expect(left).toHaveLength(1);
    expect((await ask('DELETE', `settings/${setting}`)).status).toBe(204);
    await eventually(async () => (await slaOf(sessionId)) === undefined);
  });
});
