// What a conversation was about, or is so far, unfolded on demand.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SessionSummary } from '../../protocol/sessions';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import '../styles/memory.css';
import { t } from '../i18n/translate';

const parts = [
  [t('Wanted'), 'wanted'],
  [t('Done|of a summary'), 'done'],
  [t('Next|of a summary'), 'next'],
  [t('Risks'), 'risks'],
  [t('About'), 'topics'],
] as const;

interface Props {
  sessionId: string;
  /** Of one that is open, how far it has come: it is summed up anew. */
  headSeq?: number;
}

export default function Summary({ sessionId, headSeq }: Props) {
  const { http } = useConsole();
  const [open, setOpen] = useState(false);
  const path = `sessions/${sessionId}/summary`;
  const summary = useQuery({
    queryKey: ['session-summary', sessionId, headSeq],
    queryFn: () => (headSeq === undefined ? http.get<SessionSummary>(path) : http.post<SessionSummary>(path)),
    enabled: open,
    retry: false,
    staleTime: 60_000,
  });
  return (
    <details className="session-summary" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="quiet">{headSeq === undefined ? t('Summary') : t('Summary so far')}</summary>
      {summary.isError && <p className="quiet">{sentence(summary.error)}</p>}
      {summary.isPending && open && <p className="quiet">&nbsp;</p>}
      {summary.data && (
        <p className="quiet">
          {summary.data.by === 'model'
            ? t('Written by {model}', { model: summary.data.model ?? '' })
            : t('By rules, from what was written')}
        </p>
      )}
      {summary.data && (
        <dl>
          {parts.map(([label, part]) =>
            summary.data[part].length === 0 ? null : (
              <div key={part}>
                <dt className="quiet">{label}</dt>
                {summary.data[part].map((line) => (
                  <dd key={line} dir="auto">
                    {line}
                  </dd>
                ))}
              </div>
            ),
          )}
        </dl>
      )}
    </details>
  );
}
