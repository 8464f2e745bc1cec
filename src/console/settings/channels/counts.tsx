// What a channel's day was like: how much came in and went out, and what of it needs a look.
import { useQuery } from '@tanstack/react-query';
import type { ChannelCounts } from '../../../protocol/channels';
import type { Channel } from '../../../protocol/model/channel';
import { useConsole } from '../../context';
import { plural, t } from '../../i18n/translate';

const lookMs = 60_000;

export function Counts({ channel }: { channel: Channel }) {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['channels', channel.id, 'counts'],
    queryFn: () => http.get<ChannelCounts>(`channels/${channel.id}/counts`),
    refetchInterval: lookMs,
  });
  const parts = data ? partsOf(data) : [];
  return (
    <p className="counts quiet">
      {t('Last 24 hours:')}{' '}
      {data
        ? parts.map(([words, bad], index) => (
            <span key={words}>
              {index > 0 && ' · '}
              <span className={bad ? 'warns' : undefined}>{words}</span>
            </span>
          ))
        : '…'}
    </p>
  );
}

type Part = [words: string, bad?: boolean];

function partsOf(counts: ChannelCounts): Part[] {
  const { messages, states, eventsFailed, notUnderstood, sent, failed, uncertain } = counts;
  const needsLook: Part[] = [
    [t('{failed} not delivered', { failed }), failed > 0],
    [t('{uncertain} uncertain', { uncertain }), uncertain > 0],
    [t('{notUnderstood} not understood', { notUnderstood }), notUnderstood > 0],
    [t('{eventsFailed} of the events failed', { eventsFailed }), eventsFailed > 0],
  ];
  return [
    [plural(messages, { one: '1 message in', other: '{count} messages in' })],
    [plural(sent, { one: '1 message out', other: '{count} messages out' })],
    ...(states > 0
      ? [[plural(states, { one: '1 receipt in', other: '{count} receipts in' })] satisfies Part]
      : []),
    ...needsLook.filter(([, bad]) => bad),
  ];
}
