import type { MessageContent } from '../../protocol/model/message';
import type { Template } from '../../protocol/model/template';
import type { ForTemplate } from '../../sessions/commands';
import type { Parts } from '../parts';

/** What the log holds of a template on the session's channel; of one that was sent before, what it holds already. */
export function createTemplateContent({
  sessions,
  templates,
  stores,
}: Pick<Parts, 'sessions' | 'templates' | 'stores'>) {
  const { messages } = stores.documents;
  return async (
    { organizationId, sessionId, clientMessageId }: ForTemplate,
    template: Template,
  ): Promise<MessageContent> => {
    const { channelId, customerId } = await sessions.get(organizationId, sessionId);
    try {
      return await templates.contentOf({ organizationId, channelId }, template);
    } catch (error) {
      if (clientMessageId === undefined) throw error;
      const sent = await messages.findByClientMessageId(organizationId, customerId, clientMessageId);
      if (sent?.sessionId !== sessionId) throw error;
      return sent.content;
    }
  };
}
