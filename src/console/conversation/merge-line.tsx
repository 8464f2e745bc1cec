// Where a merged conversation goes on; and, in the other one, what was written before, to be read in place.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import type { Message } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { t } from '../i18n/translate';

const Transcript = lazy(() => import('../quality/transcript').then((all) => ({ default: all.Transcript })));

export function MergeLine({ content, sessionId, seq }: Message) {
  const [open, setOpen] = useState(false);
  const { from, into } = content.data ?? {};
  const other = from ?? into;
  if (typeof other !== 'string') return null;
  return (
    <div className="system-line merge-line">
      {content.systemAction === 'merged_here' && (
        <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('Hide it') : t('Read it here')}
        </button>
      )}
      <Link className="link" to={`/inbox/${other}?tab=all`}>
        {t('Open it|conversation')}
      </Link>
      {content.systemAction === 'merged_here' && <Undo from={other} into={sessionId} seq={seq} />}
      {open && (
        <div className="system-packet written-before">
          <Suspense>
            <Transcript sessionId={other} />
          </Suspense>
        </div>
      )}
    </div>
  );
}

/** While it is merged with this one. */
function Undo({ from, into, seq }: { from: string; into: string; seq: number }) {
  const { inbox, http, agent } = useConsole();
  const [busy, act] = useAct();
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: ['merged-here', from, seq],
    queryFn: () => http.get<Session>(`sessions/${from}`),
  });
  if (!agent || found.data?.mergedInto !== into) return null;
  // Merged again after that, it is told of in two lines.
  const separate = () =>
    inbox.separate(from).then(() => queries.invalidateQueries({ queryKey: ['merged-here', from] }));
  return (
    <button type="button" className="link" disabled={busy} onClick={() => act(separate)}>
      {t('Separate')}
    </button>
  );
}
