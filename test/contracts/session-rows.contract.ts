// What the core expects of the rows of `sessions` and of the projection that writes them.
import { randomUUID } from 'node:crypto';
import { filterOf } from '../../src/api/saved-views';
import type { Sla } from '../../src/protocol/model/sla';
import { priorities, sessionStatuses } from '../../src/protocol/model/session';
import { matches, type SessionWhere } from '../../src/protocol/session-where';
import { teamSession } from '../../src/sessions/visibility';
import { emptySession, type SessionState } from '../../src/sessions/session';
import type { Projection, SessionRows } from '../../src/sessions/store';
import { eventually } from '../../src/tools/eventually';

export interface SessionRowsSetup {
  rows: SessionRows;
  projection: Projection;
  organization: Tenant;
  stranger: Tenant;
}

export interface Tenant {
  id: string;
  channelId: string;
  agentId: string;
  customer(name?: {
    firstName?: string;
    lastName?: string;
    email?: string;
    externalId?: string;
  }): Promise<string>;
}

/** @param make two fresh organizations on an open store. */
export function sessionRowsContract(name: string, make: () => Promise<SessionRowsSetup>): void {
  describe(`session rows: ${name}`, () => {
    let rows: SessionRows;
    let projection: Projection;
    let mine: Tenant;
    let theirs: Tenant;

    beforeEach(async () => {
      ({ rows, projection, organization: mine, stranger: theirs } = await make());
    });

    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();

    async function open(customerId?: string, tenant = mine): Promise<SessionState> {
      const { state } = await rows.openOrGet({
        organizationId: tenant.id,
        customerId: customerId ?? (await tenant.customer({ firstName: 'Ada', lastName: 'Byron' })),
        channelId: tenant.channelId,
        channelType: 'web',
      });
      return state;
    }

    async function project(state: SessionState, change: Partial<SessionState>): Promise<SessionState> {
      const next = { ...state, headSeq: state.headSeq + 1, ...change };
      await projection.project([next]);
      return next;
    }

    const full = (state: SessionState): SessionState => ({
      ...state,
      status: 'waiting',
      headSeq: 7,
      lastMessage: {
        seq: 6,
        type: 'text',
        sender: 'customer',
        senderName: 'Ada',
        text: 'Where is it? 🎈',
        timestamp: at(6),
      },
      lastMessageAt: at(7),
      unread: 2,
      customerUnread: 1,
      readings: {
        team: { received: 3, readUpTo: 2, read: 1 },
        customer: { received: 3, readUpTo: 5, read: 2 },
      },
      subject: 'A parcel',
      labels: ['vip', 'a "quoted", one'],
      priority: 'high',
      language: 'pt-BR',
      sentiment: 'negative',
      queuedAt: at(5),
      awaitingSince: at(4),
      personAwaitedSince: at(3),
      firstHumanResponseSeconds: 1.5,
      firstHumanResponseBy: state.customerId,
      nextHumanResponseSeconds: [2.5, 0],
      nextHumanResponsesBy: [state.customerId, null],
      specialty: 'billing',
      aiTurns: 3,
      metadata: { handover: { seq: 5, trigger: 'requested' } },
    });

    describe('openOrGet', () => {
      it('opens a session that equals an empty log', async () => {
        const customerId = await mine.customer({ firstName: 'Ada', lastName: 'Byron' });
        const { state, created } = await rows.openOrGet({
          organizationId: mine.id,
          customerId,
          channelId: mine.channelId,
          channelType: 'web',
          subject: 'Hello',
        });
        expect(created).toBe(true);
        expect(state).toEqual(emptySession({ ...state, customerName: 'Ada Byron', subject: 'Hello' }));
        expect(state).toMatchObject({ organizationId: mine.id, customerId, channelId: mine.channelId });
      });

      it('hands back the open one, and a new one after it was closed', async () => {
        const first = await open();
        const again = await rows.openOrGet({ ...first });
        expect(again).toEqual({ state: first, created: false });
        await project(first, { status: 'closed', endedAt: at(1) });
        const second = await rows.openOrGet({ ...first });
        expect(second.created).toBe(true);
        expect(second.state.id).not.toBe(first.id);
      });

      it('opens for who has looked, and hands back what somebody opened since', async () => {
        const customerId = await mine.customer({ firstName: 'Ada' });
        const place = { organizationId: mine.id, customerId, channelId: mine.channelId };
        const session = { ...place, channelType: 'web' as const, looked: true };
        const { state, created } = await rows.openOrGet(session);
        expect(created).toBe(true);
        expect(await rows.get(mine.id, state.id)).toEqual(state);
        expect(await rows.openOrGet(session)).toEqual({ state, created: false });
      });

      it.each([true, false])(
        'gives twenty racers one session, of which one made it: looked %s',
        async (looked) => {
          const customerId = await mine.customer();
          const session = {
            organizationId: mine.id,
            customerId,
            channelId: mine.channelId,
            channelType: 'web' as const,
            looked,
          };
          const results = await Promise.all(Array.from({ length: 20 }, () => rows.openOrGet(session)));
          expect(new Set(results.map(({ state }) => state.id)).size).toBe(1);
          expect(results.filter(({ created }) => created)).toHaveLength(1);
        },
      );

      it('knows no customer or channel of another organization', async () => {
        const customerId = await mine.customer();
        const foreign = await theirs.customer();
        const base = { organizationId: mine.id, channelType: 'web' as const };
        const attempts = [
          { customerId: foreign, channelId: mine.channelId },
          { customerId, channelId: theirs.channelId },
          { customerId: randomUUID(), channelId: mine.channelId },
        ];
        for (const attempt of attempts) {
          await expect(rows.openOrGet({ ...base, ...attempt })).rejects.toMatchObject({ code: 'not_found' });
        }
      });
    });

    describe('project', () => {
      it('writes every field, and get reads it back', async () => {
        const state = full(await open());
        await projection.project([state]);
        expect(await rows.get(mine.id, state.id)).toEqual(state);
        expect(await projection.find(state.id)).toEqual(state);
        const held: SessionState = {
          ...state,
          status: 'with_agent',
          headSeq: 8,
          agentId: mine.agentId,
          agentName: 'Grace',
        };
        delete held.queuedAt;
        await projection.project([held]);
        expect(await rows.get(mine.id, state.id)).toEqual(held);
      });

      it('can be repeated, and never goes back', async () => {
        const old = await open();
        const state = full(old);
        await projection.project([state]);
        await projection.project([state]);
        expect(await rows.get(mine.id, state.id)).toEqual(state);
        await projection.project([{ ...state, headSeq: 6, status: 'active' }]);
        expect(await rows.get(mine.id, state.id)).toEqual(state);
        await projection.project([{ ...state, headSeq: 5 }, { ...state, headSeq: 9 }, state, old]);
        expect(await rows.get(mine.id, state.id)).toEqual({ ...state, headSeq: 9 });
      });

      it('keeps each watermark as far as anybody has read, whoever knows more of the log', async () => {
        const state = full(await open());
        const read = (upTo: number, count: number) => ({
          ...state.readings,
          team: { received: 3, readUpTo: upTo, read: count },
        });
        await projection.project([state]);
        await projection.project([{ ...state, readings: read(6, 3) }]);
        expect(await rows.get(mine.id, state.id)).toMatchObject({ unread: 0, customerUnread: 1 });
        const later = { ...state.readings, team: { received: 4, readUpTo: 2, read: 1 } };
        await projection.project([{ ...state, headSeq: 8, readings: later }]);
        expect(await rows.get(mine.id, state.id)).toMatchObject({ headSeq: 8, unread: 1 });
        const ofReader = { ...state.readings, customer: { received: 3, readUpTo: 7, read: 3 } };
        await projection.project([{ ...state, headSeq: 6, status: 'active', readings: ofReader }]);
        expect(await rows.get(mine.id, state.id)).toMatchObject({
          headSeq: 8,
          status: 'waiting',
          unread: 1,
          customerUnread: 0,
        });
      });

      it('shows rows a part at a time, in order of id, with what is unread', async () => {
        const made = [full(await open()), full(await open()), full(await open(undefined, theirs))];
        await projection.project(made);
        const found = [];
        for (let after: string | undefined; ;) {
          const some = await projection.after(after, 2);
          found.push(...some);
          after = some.at(-1)?.sessionId;
          if (some.length < 2) break;
        }
        const ids = found.map(({ sessionId }) => sessionId);
        expect(ids).toEqual(ids.toSorted());
        for (const { id } of made)
          expect(found.find(({ sessionId }) => sessionId === id)).toEqual({
            sessionId: id,
            headSeq: 7,
            unread: { team: 2, customer: 1 },
            respondersUnknown: false,
          });
      });

      it('knows which rows of people do not say who answered, and writes that and nothing else', async () => {
        const [state, ofAi] = [full(await open()), await open()];
        const unknown: SessionState = { ...state, respondersUnknown: true };
        delete unknown.firstHumanResponseBy;
        delete unknown.nextHumanResponsesBy;
        await projection.project([unknown, { ...ofAi, headSeq: 2, respondersUnknown: true }]);
        expect(await rows.get(mine.id, state.id)).toEqual(unknown);
        expect(await rows.get(mine.id, ofAi.id)).toEqual({ ...ofAi, headSeq: 2 });
        const isUnknown = async (id: string) =>
          (await projection.after(undefined, 1_000)).find(({ sessionId }) => sessionId === id)
            ?.respondersUnknown;
        expect([await isUnknown(state.id), await isUnknown(ofAi.id)]).toEqual([true, false]);
        await projection.writeResponders({ ...state, headSeq: 6 });
        expect(await isUnknown(state.id)).toBe(true);
        await projection.writeResponders({ ...state, labels: ['not this'] });
        expect(await rows.get(mine.id, state.id)).toEqual(state);
      });

      it('writes a row that is missing, and many organizations at once', async () => {
        const [one, two] = [await open(), await open(undefined, theirs)];
        const lost = {
          ...full(one),
          id: randomUUID(),
          customerId: await mine.customer({ firstName: 'Ada', lastName: 'Byron' }),
        };
        await projection.project([full(one), full(two), lost]);
        expect(await rows.get(mine.id, one.id)).toEqual(full(one));
        expect(await rows.get(theirs.id, two.id)).toEqual(full(two));
        expect(await rows.get(mine.id, lost.id)).toEqual(lost);
      });

      it('writes the others when one row of a group cannot be, and names that one', async () => {
        const [one, two] = [await open(), await open()];
        const impossible = { ...full(one), id: randomUUID() };
        expect((await projection.project([full(one), impossible, full(two)])).refused).toEqual([impossible]);
        expect(await rows.get(mine.id, one.id)).toEqual(full(one));
        expect(await rows.get(mine.id, two.id)).toEqual(full(two));
      });

      it('survives text that no column takes', async () => {
        const state = full(await open());
        const hostile: SessionState = {
          ...state,
          subject: 'nul \u0000',
          specialty: 'x'.repeat(500),
          agentName: 'y'.repeat(500),
          lastMessage: { ...state.lastMessage!, text: 'half \ud83d' },
        };
        await projection.project([hostile]);
        const row = await rows.get(mine.id, state.id);
        expect(row).toMatchObject({
          subject: 'nul \ufffd',
          headSeq: 7,
          lastMessage: { text: 'half \ufffd' },
        });
      });

      it('keeps the last of many racing writers', async () => {
        const state = await open();
        const heads = Array.from({ length: 30 }, (_, index) => index + 1).sort(() => Math.random() - 0.5);
        await Promise.all(
          heads.map((headSeq) => projection.project([{ ...state, headSeq, labels: [`l${headSeq}`] }])),
        );
        expect(await rows.get(mine.id, state.id)).toMatchObject({ headSeq: 30, labels: ['l30'] });
      });
    });

    describe('find', () => {
      async function many(count: number): Promise<SessionState[]> {
        const made: SessionState[] = [];
        for (let index = 0; index < count; index += 1) {
          // Every third shares its time with the one before.
          made.push(await project(await open(), { lastMessageAt: at(index - (index % 3 === 2 ? 1 : 0)) }));
        }
        return made.sort((a, b) =>
          a.lastMessageAt === b.lastMessageAt
            ? a.id < b.id
              ? 1
              : -1
            : a.lastMessageAt < b.lastMessageAt
              ? 1
              : -1,
        );
      }

      it('pages through everything once, newest first, also where times are equal', async () => {
        const expected = await many(11);
        await open(undefined, theirs);
        const seen: SessionState[] = [];
        let cursor: string | undefined;
        do {
          const page = await rows.find(mine.id, {}, { limit: 3, ...(cursor !== undefined && { cursor }) });
          seen.push(...page.items);
          cursor = page.nextCursor ?? undefined;
          expect(page.items.length === 3 || cursor === undefined).toBe(true);
        } while (cursor !== undefined);
        expect(seen).toEqual(expected);
      });

      it('ends with null when the last page is full', async () => {
        await many(4);
        expect((await rows.find(mine.id, {}, { limit: 4 })).nextCursor).toBeNull();
      });

      it('does not repeat a session that moves up meanwhile', async () => {
        const expected = await many(6);
        const first = await rows.find(mine.id, {}, { limit: 3 });
        await project(expected[4]!, { lastMessageAt: at(50) });
        const second = await rows.find(mine.id, {}, { limit: 3, cursor: first.nextCursor! });
        expect(second.items.map(({ id }) => id)).toEqual([expected[3]!.id, expected[5]!.id]);
      });

      it.each([
        '',
        ' ',
        'x',
        'bnVsbA',
        Buffer.from('{}').toString('base64url'),
        Buffer.from('[1]').toString('base64url'),
        Buffer.from(`[1e300,"00000000-0000-4000-8000-000000000000"]`).toString('base64url'),
        Buffer.from(`[-1,"00000000-0000-4000-8000-000000000000"]`).toString('base64url'),
        Buffer.from(`["1","00000000-0000-4000-8000-000000000000"]`).toString('base64url'),
        Buffer.from(`[1,"' OR 1=1"]`).toString('base64url'),
      ])('refuses the cursor %j', async (cursor) => {
        await expect(rows.find(mine.id, {}, { limit: 3, cursor })).rejects.toMatchObject({ code: 'invalid' });
      });

      it('takes the farthest cursor that can be', async () => {
        const cursor = Buffer.from(`[8640000000000000,"${randomUUID()}"]`).toString('base64url');
        expect((await rows.find(mine.id, {}, { limit: 3, cursor })).items).toEqual([]);
      });

      it('filters by each field and by all together', async () => {
        const wanted = await project(
          await open(await mine.customer({ firstName: 'Zoë', lastName: '100% Müller_' })),
          {
            status: 'with_agent',
            agentId: mine.agentId,
            agentName: 'Grace',
            labels: ['vip'],
            subject: 'Parcel lost',
            lastMessage: { seq: 1, type: 'text', sender: 'customer', text: 'Wo ist es?', timestamp: at(1) },
          },
        );
        await open();
        const filters = [
          { status: 'with_agent' as const },
          { agentId: mine.agentId },
          { customerId: wanted.customerId },
          { label: 'vip' },
        ];
        const all = Object.assign({ channelType: 'web' as const }, ...filters) as (typeof filters)[number];
        for (const filter of [...filters, all]) {
          const { items } = await rows.find(mine.id, filter, { limit: 10 });
          expect({ filter, found: items.map(({ id }) => id) }).toEqual({ filter, found: [wanted.id] });
          const [other, foreign] = [await open(), await open(undefined, theirs)];
          const among = await rows.among(mine.id, [wanted.id, foreign.id, randomUUID()], filter);
          expect({ filter, among: among.map(({ id }) => id) }).toEqual({ filter, among: [wanted.id] });
          expect(await rows.among(mine.id, [other.id], { label: 'vip' })).toEqual([]);
        }
        for (const filter of [{ label: 'vi' }, { label: "' OR 1=1 --" }, { channelType: 'email' as const }]) {
          expect((await rows.find(mine.id, filter, { limit: 10 })).items).toEqual([]);
        }
      });

      it('shows by a view what `matches` says, and counts as many, whatever has become of a session', async () => {
        const some = <T>(values: readonly T[], n: number) => values[n % values.length];
        const known: SessionState[] = [];
        const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000 - 30_000).toISOString();
        const refunds = randomUUID();
        // One that is over, one that is near and one that has time.
        const slaFor = (n: number): Sla => {
          const dueAt = ago(-60 + (n % 5) * 40);
          const warnAt = ago(n % 2 === 0 ? 5 : -30);
          const first = { target: 'first_reply' as const, since: ago(90), dueAt };
          const { target } = first;
          return { policyId: randomUUID(), policy: 'Everybody', target, dueAt, warnAt, promises: [first] };
        };
        for (let n = 0; n < 24; n += 1) {
          const status = some(sessionStatuses, n)!;
          const [since, labels] = [
            ago((n * 7) % 90),
            some([[], ['vip'], ['late', 'vip'], ['late']], n >> 2)!,
          ];
          const language = some(['de', 'en', undefined], n);
          const sentiment = some(['negative', undefined, 'positive'] as const, n >> 1);
          known.push(
            await project(await open(), {
              ...{ status, labels, priority: some(priorities, n >> 1)! },
              ...(language && { language }),
              ...(sentiment && { sentiment }),
              ...(status === 'with_agent' && { agentId: mine.agentId, agentName: 'Grace' }),
              ...(status === 'waiting' && { queuedAt: since }),
              ...(status !== 'closed' && n % 3 > 0 && { awaitingSince: since }),
              ...(status === 'with_agent' && n % 5 === 0 && { snoozed: {} }),
              ...(n % 4 < 2 && { teamId: refunds }),
              ...(status !== 'closed' && n % 3 > 0 && { sla: slaFor(n) }),
            }),
          );
        }
        const wheres: SessionWhere[] = [
          {},
          { status: ['closed'] },
          { status: ['closed', 'waiting'] },
          { label: ['vip'] },
          { label: ['late', 'nobody'], status: [...sessionStatuses] },
          { priority: ['high', 'urgent'] },
          { language: ['de'], sentiment: ['negative', 'positive'] },
          { language: ['fr'] },
          { agentId: ['me'] },
          { agentId: [randomUUID()] },
          { teamId: [randomUUID()] },
          { teamId: [refunds] },
          { teamId: [refunds], status: ['waiting'] },
          { sla: ['overdue'] },
          { sla: ['due_soon'] },
          { sla: ['due_soon', 'overdue'], teamId: [refunds] },
          { snoozed: true },
          { snoozed: false, agentId: [mine.agentId] },
          { waitsLongerThan: 20 },
          { waitsLongerThan: 60, priority: ['normal', 'low'] },
          { channelType: ['web'], channelId: [mine.channelId] },
          { channelType: ['email'] },
        ];
        const looking = { agentId: mine.agentId, now: Date.now() };
        const counts = await rows.countEach(
          mine.id,
          wheres.map((where) => filterOf(where, mine.agentId)),
        );
        for (const [n, where] of wheres.entries()) {
          const expected = known
            .filter((state) => matches(teamSession(state), where, looking))
            .map(({ id }) => id);
          const { items } = await rows.find(mine.id, filterOf(where, mine.agentId), { limit: 50 });
          expect({ where, ids: items.map(({ id }) => id).sort() }).toEqual({ where, ids: expected.sort() });
          expect({ where, count: counts[n] }).toEqual({ where, count: expected.length });
        }
        expect(await rows.countEach(theirs.id, [{}])).toEqual([0]);
      });

      it('names the customer by name, else address, else foreign id, else not at all', async () => {
        const names = [
          { firstName: 'Ada' },
          { lastName: 'Byron', email: 'ada@example.org' },
          { email: 'ada@example.org', externalId: 'c-1' },
          { externalId: 'c-2' },
          {},
        ];
        const found: unknown[] = [];
        for (const name of names) {
          const { id } = await open(await mine.customer(name));
          found.push((await rows.get(mine.id, id))?.customerName);
        }
        expect(found).toEqual(['Ada', 'Byron', 'ada@example.org', 'c-2', undefined]);
      });
    });

    it('shows nothing of another organization', async () => {
      const state = await project(await open(undefined, theirs), { status: 'waiting', queuedAt: at(1) });
      expect(await rows.get(mine.id, state.id)).toBeUndefined();
      expect((await rows.find(mine.id, { customerId: state.customerId }, { limit: 5 })).items).toEqual([]);
      expect(await rows.waiting(mine.id, 5)).toEqual([]);
      expect(await rows.latest({ ...state, organizationId: mine.id })).toBeUndefined();
      expect((await rows.counts(mine.id)).byStatus.waiting).toBe(0);
    });

    it('queues by priority, then oldest first', async () => {
      const wait = async (priority: SessionState['priority'], minute: number) =>
        (await project(await open(), { status: 'waiting', priority, queuedAt: at(minute) })).id;
      const [low, late, urgent, early, high] = [
        await wait('low', 0),
        await wait('normal', 9),
        await wait('urgent', 20),
        await wait('normal', 3),
        await wait('high', 15),
      ];
      const order = async (limit: number) => (await rows.waiting(mine.id, limit)).map(({ id }) => id);
      expect(await order(10)).toEqual([urgent, high, early, late, low]);
      expect(await order(2)).toEqual([urgent, high]);
      expect(await rows.queue(mine.id)).toEqual([urgent, high, early, late, low]);
    });

    it('counts by status, by agent and by team', async () => {
      const teamId = randomUUID();
      await project(await open(), { teamId });
      await project(await open(), { status: 'waiting', queuedAt: at(1), teamId });
      for (let held = 0; held < 2; held += 1) {
        await project(await open(), { status: 'with_agent', agentId: mine.agentId });
      }
      const asks = { status: 'with_agent', agentId: mine.agentId, awaitingSince: at(3) } as const;
      await project(await open(), asks);
      await project(await open(), { ...asks, snoozed: { until: at(5) } });
      await project(await open(), { status: 'closed', endedAt: at(2) });
      expect(await rows.counts(mine.id)).toEqual({
        byStatus: { active: 1, waiting: 1, with_agent: 4, closed: 1 },
        byAgent: { [mine.agentId]: 3 },
        awaitedByAgent: { [mine.agentId]: 1 },
        byTeam: { [teamId]: { waiting: 1, open: 2 } },
        snoozed: 1,
      });
      const { items } = await rows.find(mine.id, { teamId }, { limit: 10 });
      expect(items.map((each) => each.teamId)).toEqual([teamId, teamId]);
    });

    it('finds the open session first, else the last closed one', async () => {
      const first = await open();
      await project(first, { status: 'closed', endedAt: at(1) });
      const { state: second } = await rows.openOrGet({ ...first });
      const latest = async () => (await rows.latest(first))?.id;
      expect(await latest()).toBe(second.id);
      const closed = await project(second, { status: 'closed', endedAt: at(2) });
      expect(await latest()).toBe(second.id);
      // What goes on elsewhere is nobody's last word.
      await project(closed, { mergedInto: first.id, mergeSeq: 3 });
      expect(await latest()).toBe(first.id);
    });

    it('lets a session open in the group that closes the one before, in any order', async () => {
      for (let round = 0; round < 8; round += 1) {
        const first = await open();
        const closed: SessionState = { ...first, headSeq: 1, status: 'closed', endedAt: at(1) };
        const second: SessionState = { ...first, id: randomUUID(), headSeq: 1 };
        expect((await projection.project([second, closed])).refused).toEqual([]);
        expect((await rows.latest(first))?.id).toBe(second.id);
        expect((await rows.get(mine.id, first.id))?.status).toBe('closed');
      }
    });

    describe('across organizations', () => {
      it('tells heads, and nothing of rows that are not there', async () => {
        const [one, two] = [await project(await open(), { headSeq: 4 }), await open(undefined, theirs)];
        expect(await projection.heads([one.id, two.id, randomUUID()])).toEqual(
          new Map([
            [one.id, { headSeq: 4, organizationId: mine.id }],
            [two.id, { headSeq: 0, organizationId: theirs.id }],
          ]),
        );
        expect(await projection.find(randomUUID())).toBeUndefined();
      });

      it('tells which of many customers have another session than the known one: the open one, else the last', async () => {
        const same = await open();
        const began = await open();
        const ended = await project(await open(undefined, theirs), { status: 'closed', endedAt: at(1) });
        const closed = await project(await open(), { status: 'closed', endedAt: at(1) });
        const { state: next } = await rows.openOrGet(closed);
        const nobody = { customerId: await mine.customer(), channelId: mine.channelId, sessionId: undefined };
        const otherChannel = { ...began, channelId: theirs.channelId, sessionId: undefined };
        const begun = await projection.begunSince([
          { ...same, sessionId: same.id },
          { ...began, sessionId: undefined },
          { ...began, sessionId: undefined },
          { ...ended, sessionId: undefined },
          { ...closed, sessionId: closed.id },
          nobody,
          otherChannel,
        ]);
        const byId = (one: SessionState, other: SessionState) => (one.id < other.id ? -1 : 1);
        expect(begun.sort(byId)).toEqual([began, ended, next].sort(byId));
        expect(await projection.begunSince([])).toEqual([]);
      });

      it('tells the newest time of all rows', async () => {
        const far = '2099-05-06T07:08:09.010Z';
        await project(await open(), { lastMessageAt: far });
        expect((await projection.watermark())?.toISOString()).toBe(far);
      });

      it('finds whom the AI left waiting, oldest first', async () => {
        const wait = async (minute: number, status: SessionState['status'] = 'active') =>
          (await project(await open(), { status, awaitingSince: at(minute) })).id;
        const [second, first] = [await wait(3), await wait(1)];
        await wait(2, 'with_agent');
        await wait(30);
        const own = async (limit: number) =>
          (await projection.overdue(Date.now() - Date.parse(at(10)), limit))
            .filter(({ organizationId }) => organizationId === mine.id)
            .map(({ id }) => id);
        expect(await own(100)).toEqual([first, second]);
      });

      it('comes to everybody whom the AI left waiting, also past some of whom nobody takes care', async () => {
        const ids: string[] = [];
        for (let minute = 1; minute <= 6; minute += 1) {
          const awaitingSince = `2001-01-01T00:0${minute}:00.000Z`;
          ids.push((await project(await open(), { status: 'active', awaitingSince })).id);
        }
        const seen = new Set<string>();
        await eventually(async () => {
          const found = (await projection.overdue(60_000, 4)).map(({ id }) => id);
          expect(found).toHaveLength(4);
          expect(found.slice(0, 2)).toEqual(ids.slice(0, 2));
          for (const id of found) seen.add(id);
          return ids.every((id) => seen.has(id));
        });
      });

      it('tells who holds sessions and where the queue is not empty', async () => {
        await project(await open(), { status: 'with_agent', agentId: mine.agentId });
        await project(await open(), { status: 'waiting', queuedAt: at(2) });
        await project(await open(), { status: 'waiting', queuedAt: at(1) });
        const isMine = ({ organizationId }: { organizationId: string }) => organizationId === mine.id;
        expect((await projection.holders()).filter(isMine)).toEqual([
          { organizationId: mine.id, agentId: mine.agentId, sessions: 1, isDeactivated: false },
        ]);
        expect((await projection.queued()).filter(isMine)).toEqual([
          { organizationId: mine.id, waiting: 2, oldest: new Date(at(1)), online: [] },
        ]);
      });
    });
  });
}
