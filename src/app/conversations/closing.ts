// What a model makes of a closed conversation: the responder asks it, customers keep what of it may be remembered, insights the rest.
import { suggestedMemories } from '../../customers/memory/model-suggested';
import type { ReadAgain } from '../../insights/conversation-summaries';
import { createReadClosing } from '../../responder/copilot/closing';
import type { WriterDeps } from '../../responder/copilot/write';
import type { Parts } from '../parts';
import { responderSettings } from '../answers/responder-settings';

export function buildReadAgain(
  { sessions, customerMemory, settingsReader }: Pick<Parts, 'sessions' | 'customerMemory' | 'settingsReader'>,
  writer: WriterDeps,
): ReadAgain {
  const readClosing = createReadClosing(writer);
  return async ({ organizationId, sessionId }, messages, { after, noteAsked }) => {
    const session = await sessions.get(organizationId, sessionId);
    if (session.status !== 'closed' || session.mergedInto !== undefined) return undefined;
    const settings = await responderSettings(settingsReader, organizationId);
    const { customerId } = session;
    const known = await customerMemory.list({ organizationId, customerId });
    const read = await readClosing({ organizationId, session, settings, noteAsked }, messages);
    if (!read) return undefined;
    await customerMemory.add(session, suggestedMemories(messages, read.pointed, after), known);
    return { parts: read.parts, model: read.model };
  };
}
