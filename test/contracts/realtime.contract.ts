// What every realtime store promises, whichever implementation holds it.
import { randomUUID } from 'node:crypto';
import type { RateLimited, RateRule } from '../../src/gateway/rate-rules';
import { eventuallyPasses } from '../../src/tools/eventually';
import type { ConnectionInfo } from '../../src/routing/store';
import type { Realtime, RealtimeOptions } from '../../src/stores/memory';

type Make = (options: RealtimeOptions) => Promise<Realtime> | Realtime;

const rule: RateRule = { points: 3, seconds: 60, whenGone: 'count_here' };
const rules = { login: rule, message: { ...rule, points: 100 } } as Record<RateLimited, RateRule>;
const hour = 3_600_000;
const times = {
  ...{ connectionMs: hour, statusMs: hour, signMs: hour, contextMs: hour },
  ...{ viewMs: hour, typingMs: hour },
};
/** Of which the end is waited for. */
const brief: RealtimeOptions = {
  rules: { ...rules, login: { ...rule, points: 1, seconds: 1 } },
  times: {
    ...{ connectionMs: 1_000, statusMs: 1_000, signMs: 1_000, contextMs: hour },
    ...{ viewMs: 1_000, typingMs: 1_000 },
  },
};

export function realtimeContract(name: string, make: Make): void {
  describe(`realtime state: ${name}`, () => {
    let realtime: Realtime;
    let ending: Realtime;
    const organizationId = randomUUID();

    beforeAll(async () => {
      realtime = await make({ rules, times });
      ending = await make(brief);
    });

    describe('statuses', () => {
      const since = new Date(0).toISOString();

      it('hands back what was set, for those that are known', async () => {
        const [a, b, stranger] = [randomUUID(), randomUUID(), randomUUID()];
        await realtime.statuses.set(a, { organizationId, status: 'online', since });
        await realtime.statuses.set(b, { organizationId, status: 'away', since });
        await realtime.statuses.set(b, { organizationId, status: 'offline', since });
        expect(await realtime.statuses.get([a, b, stranger])).toEqual(
          new Map([
            [a, { organizationId, status: 'online', since }],
            [b, { organizationId, status: 'offline', since }],
          ]),
        );
        expect(await realtime.statuses.get([])).toEqual(new Map());
      });

      it('forgets what was removed and says so when it is touched', async () => {
        const id = randomUUID();
        await realtime.statuses.set(id, { organizationId, status: 'online', since });
        expect(await realtime.statuses.touch([id])).toEqual([]);
        await realtime.statuses.remove(id);
        expect(await realtime.statuses.touch([id])).toEqual([id]);
        expect(await realtime.statuses.get([id])).toEqual(new Map());
        expect(await realtime.statuses.touch([])).toEqual([]);
      });

      it('lets a status run out unless it is touched', async () => {
        const [kept, left] = [randomUUID(), randomUUID()];
        await eventuallyPasses(async () => {
          const [lost] = await ending.statuses.touch([kept]);
          // At first, and where a slow machine touched it too late.
          if (lost)
            for (const id of [kept, left])
              await ending.statuses.set(id, { organizationId, status: 'online', since });
          expect([...(await ending.statuses.get([kept, left])).keys()]).toEqual([kept]);
        });
      });
    });

    describe('signs of life', () => {
      it('keeps the last one of each agent, whatever comes late, and none of who never told', async () => {
        const [a, b, silent] = [randomUUID(), randomUUID(), randomUUID()];
        const at = Date.now();
        await realtime.statuses.keepSign(a, at - 60_000);
        await realtime.statuses.keepSign(a, at);
        await realtime.statuses.keepSign(a, at - 30_000);
        await realtime.statuses.keepSign(b, at - 1);
        const known = await realtime.statuses.lastSigns([a, b, silent]);
        expect(known).toEqual(
          new Map([
            [a, at],
            [b, at - 1],
          ]),
        );
        expect(await realtime.statuses.lastSigns([])).toEqual(new Map());
      });

      it('forgets one after its time', async () => {
        const id = randomUUID();
        await ending.statuses.keepSign(id, Date.now());
        await eventuallyPasses(async () => expect((await ending.statuses.lastSigns([id])).size).toBe(0));
      });
    });

    describe('connections', () => {
      const agent = (agentId: string): ConnectionInfo => ({
        kind: 'agent',
        organizationId,
        agentId,
        node: 'n1',
        connectedAt: new Date(0).toISOString(),
      });

      it('counts an agent as connected while any of its connections lives', async () => {
        const [a, b] = [randomUUID(), randomUUID()];
        await realtime.connections.keep([
          { id: `${a}-1`, info: agent(a) },
          { id: `${a}-2`, info: agent(a) },
          { id: `${b}-1`, info: agent(b) },
        ]);
        expect(await realtime.connections.connected([a, b])).toEqual(new Set([a, b]));
        await realtime.connections.remove([`${a}-1`, `${b}-1`]);
        expect(await realtime.connections.connected([a, b])).toEqual(new Set([a]));
        await realtime.connections.remove([`${a}-2`, 'unknown']);
        expect(await realtime.connections.connected([a, b])).toEqual(new Set());
        expect(await realtime.connections.connected([])).toEqual(new Set());
      });

      it('counts a customer as connected under both names, while any page is open', async () => {
        const [customerId, anonymousId] = [randomUUID(), randomUUID()];
        const { agentId, ...page } = agent('');
        const info: ConnectionInfo = { ...page, kind: 'customer', customerId };
        const connected = () =>
          realtime.connections.connected([customerId, anonymousId, randomUUID()], 'customer');
        await realtime.connections.keep([
          { id: `${customerId}-1`, info: { ...info, anonymousId } },
          { id: `${customerId}-2`, info },
        ]);
        expect(await connected()).toEqual(new Set([customerId, anonymousId]));
        await realtime.connections.remove([`${customerId}-1`]);
        expect(await connected()).toEqual(new Set([customerId]));
        await realtime.connections.remove([`${customerId}-2`]);
        expect(await connected()).toEqual(new Set());
      });

      it('lets a connection run out unless it is kept', async () => {
        const [a, b] = [randomUUID(), randomUUID()];
        const keep = (id: string) => ending.connections.keep([{ id: `${id}-1`, info: agent(id) }]);
        await keep(a);
        await keep(b);
        await eventuallyPasses(async () => {
          await keep(a);
          expect(await ending.connections.connected([a, b])).toEqual(new Set([a]));
        });
      });
    });

    describe('kept answers', () => {
      it('hands back what was kept under a name, until it runs out', async () => {
        const [kept, gone] = [randomUUID(), randomUUID()];
        expect(await realtime.answers.get(kept)).toBeUndefined();
        await realtime.answers.set(kept, 'Five days.', 60_000);
        await realtime.answers.set(kept, 'Six days – “later”.', 60_000);
        await realtime.answers.set(gone, 'Four days.', 30);
        expect(await realtime.answers.get(kept)).toBe('Six days – “later”.');
        await eventuallyPasses(async () => expect(await realtime.answers.get(gone)).toBeUndefined());
      });
    });

    describe('session context', () => {
      it('starts empty and takes every change', async () => {
        const id = randomUUID();
        expect(await realtime.context.get(id)).toEqual({ viewers: [], typing: [] });
        await Promise.all([
          realtime.context.view(id, 'anna'),
          realtime.context.view(id, 'ben'),
          realtime.context.typing(id, 'customer', true),
        ]);
        const context = await realtime.context.get(id);
        expect({ ...context, viewers: [...context.viewers].sort() }).toEqual({
          viewers: ['anna', 'ben'],
          typing: ['customer'],
        });
        await realtime.context.leave(id, 'anna');
        await realtime.context.typing(id, 'customer', false);
        expect(await realtime.context.get(id)).toEqual({ viewers: ['ben'], typing: [] });
      });

      const nobody = { viewers: [], typing: [] };

      it('lets typing and viewing run out, whether or not anything else changes', async () => {
        const { context } = ending;
        const id = randomUUID();
        await context.view(id, 'anna');
        await context.typing(id, 'anna', true);
        await eventuallyPasses(async () => expect(await context.get(id)).toEqual(nobody));
        await context.view(id, 'anna');
        await eventuallyPasses(async () => {
          await context.typing(id, 'ben', true);
          expect(await context.get(id)).toEqual({ viewers: [], typing: ['ben'] });
        });
        await eventuallyPasses(async () => {
          await context.view(id, 'ben');
          expect(await context.get(id)).toEqual({ viewers: ['ben'], typing: [] });
        });
      });

      it('is forgotten a while after its last change', async () => {
        const { context } = await make({ rules, times: { ...times, contextMs: 1_000 } });
        const id = randomUUID();
        await context.view(id, 'anna');
        await eventuallyPasses(async () => expect(await context.get(id)).toEqual(nobody));
      });
    });

    describe('rate limits', () => {
      /** Of a window: all of it, or less by what the machine took. */
      const soon = { asymmetricMatch: (seconds: number) => seconds > 0 && seconds <= rule.seconds };

      it('refuses what is too much, and says when to come back', async () => {
        const id = randomUUID();
        for (let i = 0; i < 3; i++) await realtime.rateLimits.take('login', id);
        await expect(realtime.rateLimits.take('login', id)).rejects.toMatchObject({
          code: 'rate_limited',
          retryAfter: soon,
        });
        await realtime.rateLimits.take('login', randomUUID());
        await realtime.rateLimits.take('message', id);
      });

      it('starts again', async () => {
        const id = randomUUID();
        await ending.rateLimits.take('login', id);
        await eventuallyPasses(() => ending.rateLimits.take('login', id));
      });

      it('tells what is left, also with a refusal', async () => {
        const id = randomUUID();
        const { points, seconds } = rules.login;
        const quota = { limit: 'login', points, seconds, resetAfter: soon };
        for (let count = 1; count <= 3; count++)
          expect(await realtime.rateLimits.take('login', id)).toEqual({
            count,
            quota: { ...quota, left: points - count },
          });
        await expect(realtime.rateLimits.take('login', id)).rejects.toMatchObject({
          quota: { ...quota, left: 0 },
        });
      });

      it('lets exactly as many through as the rule says when all come at once', async () => {
        const id = randomUUID();
        const takes = await Promise.allSettled(
          Array.from({ length: 20 }, () => realtime.rateLimits.take('login', id)),
        );
        expect(takes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      });

      it('forgets what was counted', async () => {
        const id = randomUUID();
        for (let i = 0; i < 3; i++) await realtime.rateLimits.take('login', id);
        await realtime.rateLimits.forget('login', id);
        await realtime.rateLimits.forget('login', 'unknown');
        await realtime.rateLimits.take('login', id);
      });
    });
  });
}
