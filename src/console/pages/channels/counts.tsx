// What a channel's day was like: how much came in and went out, and what of it needs a look.
import { useQuery } from '@tanstack/react-query';
import type { ChannelCounts } from '../../../protocol/channels';
import type { Channel } from '../../../protocol/model/channel';
import { useConsole } from '../../context';

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
      Last 24 hours:{' '}
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
    [`${failed} not delivered`, failed > 0],
    [`${uncertain} uncertain`, uncertain > 0],
    [`${notUnderstood} not understood`, notUnderstood > 0],
    [`${eventsFailed} of the events failed`, eventsFailed > 0],
  ];
  return [
    [`${messages} ${messages === 1 ? 'message' : 'messages'} in`],
    [`${sent} ${sent === 1 ? 'message' : 'messages'} out`],
    ...(states > 0 ? [[`${states} ${states === 1 ? 'receipt' : 'receipts'} in`] satisfies Part] : []),
    ...needsLook.filter(([, bad]) => bad),
  ];
}
