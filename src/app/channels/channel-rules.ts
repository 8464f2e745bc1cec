// What a channel takes now, of a customer as the log tells it.
import type { ChannelList } from '../../channels/channel';
import type { Form, Rules } from '../../protocol/model/rules';
import type { BornAs, Reply } from '../../sessions/commands';
import { NotNow } from '../../sessions/refusals';
import type { SessionState } from '../../sessions/session';
import type { SessionRows } from '../../sessions/store';

/** Of a type that this server does not know. */
const unknown: Rules = { mayWrite: false, forms: [], why: 'This server does not serve this channel.' };

export type RulesOf = (session: SessionState) => Promise<Rules>;

/** Where a channel takes words only for a time, that counts from the customer's last message there, in whichever session. */
export function createRulesOf(
  channels: ChannelList,
  { customerWroteAt }: Pick<SessionRows, 'customerWroteAt'>,
  now: () => number,
): RulesOf {
  return async (session) => {
    const own = rulesAt(channels, session, { now });
    if (own === unknown || (own.mayWrite && own.until === undefined)) return own;
    return rulesAt(channels, session, { now, elsewhere: await customerWroteAt(placeOf(session)) });
  };
}

/** For whoever writes: what stands under a letter, too. */
export function createTeamRulesOf({
  channelList,
  tables,
  stores,
  lookups,
}: {
  channelList: ChannelList;
  tables: { rows: Pick<SessionRows, 'customerWroteAt'> };
  stores: { postgres: { now(): number } };
  lookups: { channelById(id: string): Promise<{ config: Record<string, unknown> } | undefined> };
}): RulesOf {
  const rulesOf = createRulesOf(channelList, tables.rows, stores.postgres.now);
  return async (session) => {
    const rules = await rulesOf(session);
    if (!rules.forms.includes('html')) return rules;
    const { signature } = (await lookups.channelById(session.channelId))?.config ?? {};
    return typeof signature === 'string' && signature ? { ...rules, signature } : rules;
  };
}

const placeOf = ({ organizationId, customerId, channelId }: SessionState) => ({
  organizationId,
  customerId,
  channelId,
});

function rulesAt(
  channels: ChannelList,
  { channelType, metadata: { customerWroteAt: here } }: SessionState,
  { now, elsewhere }: { now: () => number; elsewhere?: string | undefined },
): Rules {
  const times = [here, elsewhere].filter((at) => typeof at === 'string').sort();
  return channels.get(channelType)?.rules(times.at(-1), new Date(now())) ?? unknown;
}

/** How a reply is born: queued where somebody sends it on. @throws NotNow for what the channel does not take now */
export function createBornAs(channels: ChannelList, now: () => number): BornAs {
  return (session, { type, content }, elsewhere) => {
    const channel = channels.get(session.channelType);
    const rules = rulesAt(channels, session, { now, elsewhere });
    if (content.mail && !rules.forms.includes('html'))
      throw new NotNow('This channel sends no mail: there is no subject and no Cc.');
    const form = formOf(content);
    if (form === 'reaction' && !rules.forms.includes(form))
      throw new NotNow(rules.why ?? 'This channel takes no reactions.');
    if (type === 'note' || !channel?.send) return undefined;
    if (!rules.forms.includes(form) || (!rules.mayWrite && form !== 'template'))
      throw new NotNow(rules.why ?? 'This channel does not take that.');
    return 'queued';
  };
}

function formOf({ data, mediaUrl, systemAction }: Reply['content']): Form {
  if (systemAction === 'reacted') return 'reaction';
  if (data?.['template'] !== undefined) return 'template';
  return mediaUrl === undefined ? 'text' : 'attachment';
}
