// How it was: asked of the customer, and answered. Pure, as the other changes of a session are.
import { notFound } from '../errors';
import type { Sessions } from './commands';
import type { Draft, SessionState } from './session';
import { action, conflict, withChannelId } from './system-lines';

/** Only what was closed, or asked about, is rated: before that, there is nothing to judge. A new rating replaces the old. */
export function rating(
  state: SessionState,
  input: { customerId: string; score: number; comment?: string; channelMessageId?: string; sentAt?: string },
): Draft {
  if (state.metadata['erased'] !== undefined) throw notFound('session');
  if (state.status !== 'closed' && state.metadata['askedToRate'] === undefined)
    throw conflict('A conversation can be rated once it is closed.');
  const { customerId: id, score, comment, channelMessageId, sentAt } = input;
  const line = action('rated', { kind: 'customer', id }, { score, ...(comment && { comment }) });
  const rated = withChannelId(line, channelMessageId);
  return sentAt === undefined ? rated : { ...rated, metadata: { ...rated.metadata, sentAt } };
}

/** By mail, which is a line of its own: it goes out some time after the closing. Null where there is nothing to ask any more. */
export function askingToRate(
  { status, metadata }: SessionState,
  { channelId, to, text, subject, language }: RatingQuestion,
): Draft | null {
  if (status !== 'closed' || metadata['rating'] !== undefined) return null;
  const line = action('rating_asked', { kind: 'system' }, { to, channelId, language });
  const mail = { to: [{ address: to }], ...(subject !== undefined && { subject }) };
  const asks = { metadata: { asks: 'rating' as const }, delivery: 'queued' as const };
  return { ...line, ...asks, content: { ...line.content, text, mail } };
}

type RatingQuestion = Omit<
  Parameters<Sessions['askToRate']>[0],
  'organizationId' | 'sessionId' | 'expectSeq'
>;
