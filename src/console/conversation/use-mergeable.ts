// What of the same customer may become one with the conversation that is open, and which of both goes on.
import { useQuery } from '@tanstack/react-query';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import type { Page } from '../data/http';

export interface Mergeable {
  other: Session;
  /** The open one goes into the other; else the other comes into it. */
  goesThere: boolean;
}

export function useMergeable(session: Session | undefined, on: boolean) {
  const { http } = useConsole();
  const { id = '', customerId = '' } = session ?? {};
  const found = useQuery({
    queryKey: ['mergeable', id],
    queryFn: () => http.get<Page<Session>>('sessions', { customerId, limit: 50 }),
    enabled: on && session !== undefined,
    staleTime: 5_000,
  });
  const items = session ? (found.data?.items ?? []).flatMap((other) => mergeable(session, other)) : [];
  return { ...found, items };
}

/** Where a customer has but one open conversation, what is closed comes into that one. */
function mergeable(session: Session, other: Session): Mergeable[] {
  const isPossible =
    other.id !== session.id &&
    other.customerId === session.customerId &&
    other.channelId === session.channelId &&
    other.metadata['erased'] === undefined &&
    other.mergedInto === undefined;
  if (!isPossible || session.mergedInto !== undefined) return [];
  const comesHere =
    session.channelType !== 'email' && other.status === 'closed' && session.status !== 'closed';
  return [{ other, goesThere: !comesHere }];
}

/** What it is called among the conversations of one customer. */
export const shownAs = ({ subject, lastMessage }: Session): string => subject || lastMessage?.text || '';
