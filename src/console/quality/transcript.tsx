// A conversation to be read beside something else: as it is shown in the inbox, and nothing can be done in it.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { ShowsPdfs } from '../conversation/pdf-card';
import { Said } from '../conversation/said';
import { SystemLine } from '../conversation/system-line';
import { useNow } from '../hooks';
import { Trouble, Waiting } from '../ui/page-frame';
import { lines } from '../text/lines';
import { dayLine } from '../text/time';
import { customerNameOf } from '../text/visitor-name';
import { t } from '../i18n/translate';

/** More of one nobody scores. */
const most = 500;

export function useTranscript(sessionId: string | undefined) {
  const { http } = useConsole();
  return useQuery({
    queryKey: ['transcript', sessionId],
    enabled: sessionId !== undefined,
    async queryFn() {
      const session = await http.get<Session>(`sessions/${sessionId}`);
      const messages: Message[] = [];
      let cursor: string | undefined;
      do {
        const path = `sessions/${sessionId}/messages`;
        const page: Page<Message> = await http.get(path, { limit: 200, cursor });
        messages.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined && messages.length < most);
      return { session, messages: messages.toSorted((a, b) => a.seq - b.seq) };
    },
  });
}

export function Transcript({ sessionId }: { sessionId: string }) {
  const { data, error, refetch } = useTranscript(sessionId);
  const read = useMemo(() => (data ? lines(data.messages, [], '') : []), [data]);
  const now = useNow(60_000);
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting />;
  const customer = { id: data.session.customerId, name: customerNameOf(data.session) };
  return (
    <div className="quality-log" role="region" aria-label={t('Conversation')} tabIndex={0}>
      <ShowsPdfs>
        {read.map((line) => (
          <div key={line.key}>
            {line.day && (
              <p className="day-line">
                <span>{dayLine(line.at, now)}</span>
              </p>
            )}
            {line.kind === 'system' ? (
              <SystemLine message={line.message} reactions={line.reactions} />
            ) : (
              <Said line={line} customer={customer} receipt={false} onGoTo={() => undefined} />
            )}
          </div>
        ))}
      </ShowsPdfs>
    </div>
  );
}
