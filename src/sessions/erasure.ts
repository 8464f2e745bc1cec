// The right to be forgotten, in a log that forgets no number: words go, what the fold needs stays.
import pLimit from 'p-limit';
import type { Message, MessageContent } from '../protocol/model/message';
import type { Sessions } from './commands';
import type { SessionWriter } from './session-writer';
import type { Projector } from './projector';
import type { SessionState } from './session';
import { erasing, expiring } from './transitions';
import type { LogRef, MessageLog, Redacted } from './store';

/** Of a system message's details: what the fold reads, and says nothing of the customer. */
const keptDetails = [
  ...['agentName', 'by', 'score', 'priority', 'unanswered', 'teamId', 'teamName'],
  ...['isOpen', 'awaitingSince', 'personAwaitedSince', 'isQueued', 'queuedAt', 'mergedAt', 'wasAwaitedSince'],
];

const page = 200;
/** Sessions that are marked, or redacted, at the same time: their appends share commits. */
const atOnce = 20;

/** What is left of a message. Pure; redacting twice changes nothing. */
export function redacted({ seq, type, sender, senderName, content, metadata }: Message): Redacted {
  const { clientMessageId, channelMessageId, aiConfidence, processingTime, asks, helpful } = metadata;
  // What nobody is asked to answer, and what a rule wrote, answers nothing and waits for nothing: the fold reads both.
  const { past, automated } = metadata;
  const ofFold = { past, automated: automated && { ...automated, rule: '' } };
  const kept = {
    ...{ clientMessageId, channelMessageId, aiConfidence, processingTime, asks, helpful },
    ...ofFold,
  };
  // System messages name who caused them; only the team's names stay.
  const ofTheTeam = sender === 'ai' || sender === 'agent' || content.data?.['by'] === 'agent';
  return {
    seq,
    ...(ofTheTeam && senderName !== undefined && { senderName }),
    content: type === 'system' || type === 'handover' ? bare(content) : { data: { redacted: true } },
    metadata: Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
  };
}

function bare({ systemAction, data = {}, packet }: MessageContent): MessageContent {
  const details = Object.entries(data).filter(([key]) => keptDetails.includes(key));
  return {
    ...(systemAction !== undefined && { systemAction }),
    ...(packet && {
      packet: {
        trigger: packet.trigger,
        reason: '',
        summary: '',
        stepsTried: [],
        facts: {},
        sentiment: 'neutral',
        language: '',
        sources: [],
      },
    }),
    data: { ...Object.fromEntries(details), ...('labels' in data && { labels: [] }), redacted: true },
  };
}

interface ErasureDeps {
  log: MessageLog;
  writer: SessionWriter;
  projector: Projector;
  close: Sessions['close'];
}

/** What is written after the erasure is not meant by it. */
async function redactUpTo(log: MessageLog, { id, organizationId, headSeq }: SessionState): Promise<number> {
  const ref: LogRef = { organizationId, sessionId: id };
  let count = 0;
  for (let after = 0; ;) {
    const messages = await log.read(ref, { after, before: headSeq, limit: page });
    const left = messages.filter(({ content }) => content.data?.['redacted'] !== true);
    if (left.length > 0) count += await log.redact(ref, left.map(redacted));
    if (messages.length < page) return count;
    after = messages.at(-1)!.seq;
  }
}

/**
 * All sessions in one pass. First each log says that it is erased, so that every node's state and row go blank and none
 * can bring the words back; then the words go. Broken off between the two, it is asked for again.
 */
export function createErase({ log, writer, projector, close }: ErasureDeps): Sessions['erase'] {
  async function markErased(organizationId: string, sessionId: string): Promise<SessionState> {
    await close({ organizationId, sessionId, by: { kind: 'system' } });
    return (await writer.change({ organizationId, sessionId, fresh: true, decide: erasing })).session;
  }

  return async function erase({ organizationId, sessionIds }) {
    const limit = pLimit(atOnce);
    const marked = await limit.map(sessionIds, (id) => markErased(organizationId, id));
    await projector.flush();
    const counts = await limit.map(marked, (state) => redactUpTo(log, state));
    return counts.reduce((sum, count) => sum + count, 0);
  };
}

/** The same of what was closed long ago, as far as it still is when its log is written to. */
export function createExpire({ log, writer, projector }: Omit<ErasureDeps, 'close'>): Sessions['expire'] {
  return async function expire({ organizationId, sessionIds, before }) {
    const limit = pLimit(atOnce);
    const decide = (state: SessionState) => expiring(state, before.toISOString());
    const looked = await limit.map(sessionIds, async (sessionId) => {
      const { session } = await writer.change({ organizationId, sessionId, fresh: true, decide });
      return session;
    });
    const marked = looked.filter(({ metadata }) => metadata['erased'] !== undefined);
    await projector.flush();
    await limit.map(marked, (state) => redactUpTo(log, state));
    return marked.map(({ id }) => id);
  };
}
