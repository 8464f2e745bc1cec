// Handovers of one organization that come together are decided together: one turn, one set of candidates, one commit.
import type { EventBus } from '../events';
import { createCoalescedRuns } from '../tools/coalesced-run';
import type { AgentRef, BornAs, Sessions } from './commands';
import type { Projector } from './projector';
import type { SessionState } from './session';
import type { SessionWriter } from './session-writer';
import type { AssignAgents, TeamRef, WantsAgent } from './assign-agents';
import { draftForCustomer } from './draft-for-customer';
import * as transitions from './transitions';

interface HandOverDeps {
  writer: SessionWriter;
  projector: Projector;
  events: EventBus;
  assign: AssignAgents;
  bornAs: BornAs;
  handoverWords: HandoverWords;
}

/**
 * What the customer is told of a handover where the channel sends messages; undefined where they see it.
 * @returns the words, by who got the session, how many got none before it in this moment, and whose team's it becomes. Never rejects.
 */
export type HandoverWords = (
  session: SessionState,
  packet: Input['packet'],
) => Promise<
  ((agent: AgentRef | undefined, before: number, teamId: string | undefined) => string) | undefined
>;

type Input = Parameters<Sessions['handOver']>[0];

interface Waiting {
  input: Input;
  resolve(session: SessionState): void;
  reject(error: unknown): void;
}

const mostAtOnce = 200;

export function createHandOver(deps: HandOverDeps): Sessions['handOver'] {
  const queues = new Map<string, Waiting[]>();
  const runs = createCoalescedRuns(async (organizationId) => {
    const queue = queues.get(organizationId) ?? [];
    while (queue.length > 0) await handOverAll(deps, organizationId, queue.splice(0, mostAtOnce));
    queues.delete(organizationId);
  });
  return (input) =>
    new Promise((resolve, reject) => {
      const { organizationId } = input;
      const queue = queues.get(organizationId) ?? [];
      queues.set(organizationId, queue);
      queue.push({ input, resolve, reject });
      void runs.run(organizationId);
    });
}

/** Never rejects: each caller hears of its own session. */
async function handOverAll(
  deps: HandOverDeps,
  organizationId: string,
  batch: readonly Waiting[],
): Promise<void> {
  const { writer, projector, events, assign } = deps;
  const known = await Promise.all(batch.map(({ input }) => toHandOver(deps, input)));
  const wishes = known.map((one) => one?.wish);
  const wanted = wishes.flatMap((wish) => (wish ? [wish] : []));
  const record = async (
    agents: Array<AgentRef | undefined> | undefined,
    teams: Array<TeamRef | undefined>,
  ) => {
    const [left, teamsLeft] = [[...(agents ?? [])], [...teams]];
    const chosen = wishes.map((wish) => wish && left.shift());
    const belongs = wishes.map((wish) => wish && teamsLeft.shift());
    const outcomes = await Promise.allSettled(
      batch.map(({ input: { packet, ...command } }, i) => {
        const before = wishes.filter((wish, n) => wish && n < i && !chosen[n]).length;
        const text = known[i]?.words?.(chosen[i], before, belongs[i]?.id);
        const to = { agent: chosen[i], team: belongs[i] };
        const decide = (state: SessionState) =>
          draftForCustomer(deps.bornAs, state, { draft: transitions.handingOver(state, packet, to), text });
        return writer.change({ ...command, fresh: true, decide });
      }),
    );
    await projector.flush();
    return outcomes.map((outcome, i) => ({ outcome, chosen: agents ? chosen[i] : null }));
  };
  try {
    let [roomIsLeft, queueGrew] = [false, false];
    for (const [i, { outcome, chosen }] of (await assign(organizationId, wanted, record)).entries()) {
      const { resolve, reject } = batch[i]!;
      if (outcome.status === 'fulfilled') resolve(outcome.value.session);
      else reject(outcome.reason);
      queueGrew ||= outcome.status === 'fulfilled' && outcome.value.session.status === 'waiting';
      const taken = outcome.status === 'fulfilled' && outcome.value.session.agentId === chosen?.id;
      // Nobody could decide, or the agent who was chosen did not get it: somebody who waits may.
      roomIsLeft ||= chosen === null || (chosen !== undefined && !taken);
    }
    if (roomIsLeft || queueGrew) events.emit('queue', { organizationId, ...(!roomIsLeft && { full: true }) });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

/** Undefined for a session that is with people already, or not there at all. */
async function toHandOver(
  { writer, handoverWords }: HandOverDeps,
  { organizationId, sessionId, packet }: Input,
): Promise<{ wish: WantsAgent; words: Awaited<ReturnType<HandoverWords>> } | undefined> {
  const state = await writer.known(organizationId, sessionId).catch(() => undefined);
  if (state?.status !== 'active') return undefined;
  const specialty = packet.suggestedSpecialty;
  const { teamId, labels, channelId } = state;
  const wish = {
    channelType: state.channelType,
    customerId: state.customerId,
    ...(specialty !== undefined && { specialty }),
    ...(teamId !== undefined && { teamId }),
    belongs: { labels, language: packet.language, channelId },
  };
  return { wish, words: await handoverWords(state, packet) };
}
