// What a channel's provider is asked for: its templates, and a test message.
import { DomainError, notFound } from '../errors';
import { channelCounts, sendOutcome, testMessage, type ChannelCounts } from '../protocol/channels';
import { idParam } from '../protocol/lists';
import { channelTemplates, type ChannelTemplates } from '../protocol/model/template';
import { say } from '../protocol/server-texts/said';
import type { ChannelDeps } from './channels';
import { endpoint } from './http/route';

interface Place {
  organizationId: string;
  channelId: string;
}

export interface ChannelProviderDeps {
  channelCounts(organizationId: string, channelId: string): Promise<ChannelCounts>;
  templates: {
    list(channel: Place): Promise<ChannelTemplates>;
    refresh(channel: Place): Promise<ChannelTemplates>;
  };
  sendTest(
    asked: Place & { to: { kind: 'phone' | 'email'; value: string }; text?: string },
  ): Promise<{ outcome: 'sent' | 'refused' | 'unreachable' | 'uncertain'; reason?: string }>;
}

export function channelProviderEndpoints({
  channels,
  channelCounts: counted,
  templates,
  sendTest,
}: ChannelProviderDeps & Pick<ChannelDeps, 'channels'>) {
  return {
    counts: endpoint({
      summary: 'What came in on the channel and what went out, in the last 24 hours.',
      params: idParam,
      response: channelCounts,
      async handle({ principal: { organizationId }, params: { id } }) {
        if (!(await channels.get(organizationId, id))) throw notFound('channel');
        return counted(organizationId, id);
      },
    }),

    templates: endpoint({
      summary: 'Templates of the channel, as they were fetched from its provider; none where it has none.',
      params: idParam,
      response: channelTemplates,
      handle: ({ principal: { organizationId }, params }) =>
        templates.list({ organizationId, channelId: params.id }),
    }),

    refreshTemplates: endpoint({
      summary:
        'Fetch the templates of the channel from its provider now. They are fetched every hour anyway.',
      params: idParam,
      response: channelTemplates,
      handle: ({ principal: { organizationId }, params }) =>
        templates.refresh({ organizationId, channelId: params.id }),
    }),

    test: endpoint({
      summary:
        'Send a test message to a phone number, or to an address of e-mail; the answer says what came of it. The provider may charge for it.',
      params: idParam,
      body: testMessage,
      response: sendOutcome,
      async handle({ principal: { organizationId }, params, body: { to, text } }) {
        const asked = { organizationId, channelId: params.id, to: placeOf(to) };
        const { outcome, ...rest } = await sendTest({ ...asked, ...(text !== undefined && { text }) });
        return { outcome, ...(rest.reason !== undefined && { reason: rest.reason }) };
      },
    }),
  };
}

/** @throws `invalid` */
function placeOf(to: string): { kind: 'phone' | 'email'; value: string } {
  if (to.includes('@')) return { kind: 'email', value: to.toLowerCase() };
  const digits = to.replace(/\D/g, '');
  if (digits.length >= 5 && digits.length <= 15) return { kind: 'phone', value: `+${digits}` };
  throw new DomainError('invalid', say('number_with_country'), {
    errors: [{ path: 'to', message: 'must be a phone number with its country code' }],
  });
}
