// What a channel takes now, of a session as its log tells it.
import type { ChannelList } from '../channels/channel';
import { DomainError } from '../errors';
import type { Delivery } from '../protocol/model/message';
import type { Form, Rules } from '../protocol/model/rules';
import type { Reply } from '../sessions/commands';
import type { SessionState } from '../sessions/session';

/** Of a type that this server does not know. */
const unknown: Rules = { mayWrite: false, forms: [], why: 'This server does not serve this channel.' };

export type RulesOf = (session: Pick<SessionState, 'channelType' | 'metadata'>) => Rules;

export function createRulesOf(channels: ChannelList, now: () => number): RulesOf {
  return ({ channelType, metadata: { customerWroteAt } }) => {
    const channel = channels.get(channelType);
    if (!channel) return unknown;
    return channel.rules(typeof customerWroteAt === 'string' ? customerWroteAt : undefined, new Date(now()));
  };
}

/** How a reply is born: queued where somebody sends it on. @throws `conflict` for what the channel does not take now */
export function createBornAs(channels: ChannelList, rulesOf: RulesOf) {
  return (
    session: SessionState,
    { type, content }: Pick<Reply, 'type' | 'content'>,
  ): Delivery | undefined => {
    if (type === 'note' || !channels.get(session.channelType)?.send) return undefined;
    const rules = rulesOf(session);
    const form = formOf(content);
    if (!rules.forms.includes(form) || (!rules.mayWrite && form !== 'template'))
      throw new DomainError('conflict', rules.why ?? 'This channel does not take that.');
    return 'queued';
  };
}

function formOf({ data, mediaUrl }: Reply['content']): Form {
  if (data?.['template'] !== undefined) return 'template';
  return mediaUrl === undefined ? 'text' : 'attachment';
}
