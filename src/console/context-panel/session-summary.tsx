// What an earlier conversation was about, unfolded on demand.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SessionSummary } from '../../protocol/sessions';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import '../styles/memory.css';

const parts = [
  ['Wanted', 'wanted'],
  ['Done', 'done'],
  ['Next', 'next'],
  ['Risks', 'risks'],
  ['About', 'topics'],
] as const;

export default function Summary({ sessionId }: { sessionId: string }) {
  const { http } = useConsole();
  const [open, setOpen] = useState(false);
  const told = useQuery({
    queryKey: ['session-summary', sessionId],
    queryFn: () => http.get<SessionSummary>(`sessions/${sessionId}/summary`),
    enabled: open,
    retry: false,
    staleTime: 60_000,
  });
  return (
    <details className="session-summary" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="quiet">Summary</summary>
      {told.isError && <p className="quiet">{sentence(told.error)}</p>}
      {told.data && (
        <dl>
          {parts.map(([label, part]) =>
            told.data[part].length === 0 ? null : (
              <div key={part}>
                <dt className="quiet">{label}</dt>
                {told.data[part].map((line) => (
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
