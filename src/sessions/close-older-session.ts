// A session that is open beside a newer one of its customer ends: one open session a customer and channel. What nobody has
// answered there is asked in the newer one.
import { Stale } from '../errors';
import type { Message } from '../protocol/model/message';
import { say } from '../protocol/server-texts/said';
import type { Committed, Receive } from './commands';
import { isAnswer } from './answer-times';
import { fileCame, movedAs, type AttachmentArrivedDeps } from './attachment-arrived';
import { waitedElsewhere } from './merging/merge-rules';
import { separatedFrom } from './merging/separate-rules';
import type { SessionState } from './session';
import type { SessionWriter } from './session-writer';
import type { MessageLog } from './store';
import * as transitions from './transitions';

interface CloseOlderDeps extends AttachmentArrivedDeps {
  log: AttachmentArrivedDeps['log'] & Pick<MessageLog, 'read'>;
  writer: SessionWriter;
  /** Writes into the newer one. */
  receive(input: Receive): Promise<Committed>;
}

/** Another node may not know yet that it is over, and its customers go on writing. */
const attempts = 10;
const wordsLooked = 100;
const reason = say('newer_conversation');

export async function closeOlderSession(
  deps: CloseOlderDeps,
  { organizationId, id: sessionId }: Pick<SessionState, 'organizationId' | 'id'>,
): Promise<void> {
  const { writer } = deps;
  const decide = (state: SessionState) => transitions.closing(state, { kind: 'system' }, { reason });
  for (let attempt = 1; ; attempt += 1) {
    const state = await writer.read(organizationId, sessionId);
    // Another node ended it. The row that was refused held what only this one knows of its readers.
    if (state.status === 'closed')
      return void (await writer.patch(organizationId, sessionId, async (known) => ({ ...known })));
    // First there, then closed: what breaks off in between is done again, and doubles nothing.
    for (const word of await unansweredWords(deps, state)) await move(deps, state, word);
    try {
      const expectSeq = state.headSeq;
      await writer.change({ organizationId, sessionId, fresh: true, expectSeq, decide });
      return;
    } catch (error) {
      if (!(error instanceof Stale) || attempt === attempts) throw error;
    }
  }
}

/** What nobody has answered there, nor in what was merged into it meanwhile, whose words stay in their own log. */
async function unansweredWords(deps: CloseOlderDeps, state: SessionState): Promise<Message[]> {
  const { organizationId, id: sessionId, headSeq, awaitingSince } = state;
  return awaitingSince === undefined ? [] : wordsOf(deps, { organizationId, sessionId, upTo: headSeq });
}

async function wordsOf(
  deps: CloseOlderDeps,
  { upTo, ...session }: { organizationId: string; sessionId: string; upTo: number },
): Promise<Message[]> {
  let words: Message[] = [];
  for (const message of await deps.log.read(session, { before: upTo + 1, limit: wordsLooked })) {
    const place = waitedElsewhere(message);
    const apart = separatedFrom(message);
    if (isEnd(message)) words = [];
    else if (apart !== undefined) words = words.filter((word) => word.sessionId !== apart);
    else if (isWord(message)) words.push(message);
    else if (place) words.push(...(await wordsOf(deps, { ...session, ...place })));
  }
  return words;
}

const isWord = ({ sender, type, metadata }: Message) =>
  sender === 'customer' && type !== 'system' && metadata.past === undefined;

const isEnd = (message: Message): boolean =>
  isAnswer(message) || (message.type === 'system' && message.content.systemAction === 'closed');

/** A file that comes from now on finds the message there; one that came while it was written there is brought after it. */
async function move(deps: CloseOlderDeps, state: SessionState, word: Message): Promise<void> {
  const { organizationId } = state;
  const { sessionId } = word;
  const { message } = await deps.receive(moved(state, word));
  if (message.content.file !== 'pending') return;
  const [now] = await deps.log.read({ organizationId, sessionId }, { after: word.seq - 1, limit: 1 });
  if (!now || now.content.file === 'pending') return;
  const { text: _, ...content } = now.content;
  await fileCame(deps, { organizationId, sessionId: message.sessionId, seq: message.seq, content });
}

function moved(
  { organizationId, customerId, channelId, channelType, thread }: SessionState,
  { sessionId, seq, type, content, metadata: { sentAt } }: Message,
): Receive {
  return {
    organizationId,
    customerId,
    channelId,
    channelType,
    type,
    content,
    clientMessageId: movedAs(sessionId, seq),
    ...(thread !== undefined && { into: { thread } }),
    ...(sentAt !== undefined && { metadata: { sentAt } }),
  };
}
