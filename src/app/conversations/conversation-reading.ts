// How insights understand what was said: by the rules of those who remember and of those who answer.
import { promisesIn } from '../../customers/memory/memories-in-message';
import type { Reading } from '../../insights/summary-by-rules';
import { summarize } from '../../insights/summarize';
import type { Message } from '../../protocol/model/message';
import { partsOf, type SessionSummary } from '../../protocol/sessions';
import { maskSecrets } from '../../responder/providers/mask-secrets';
import { toTurns } from '../../responder/transcript';
import { saysUnhelpful, smallTalk } from '../../responder/understanding/small-talk';

export const conversationReading: Reading = {
  masked: (text) => maskSecrets(text),
  promisesIn,
  /** Small talk that answers somebody, and does not say that it was no help. */
  isFarewell(messages) {
    const turns = toTurns(messages);
    const talk = smallTalk(turns);
    const isAnswered = turns.some(({ sender }) => sender !== 'customer');
    return (
      isAnswered && talk !== undefined && talk !== 'wants a person' && !saysUnhelpful(turns.at(-1)!.text)
    );
  },
};

/** What stands in the log by now, by the same rules as at the end. */
export function summarySoFar(messages: readonly Message[]): Omit<SessionSummary, 'by' | 'model'> {
  const { summary, topics, sentiment, metadata } = summarize(
    { organizationId: '', id: '' },
    messages,
    conversationReading,
  );
  return {
    ...{ summary, topics, aiResolved: false, ...partsOf(metadata) },
    ...(sentiment !== undefined && { sentiment }),
  };
}
