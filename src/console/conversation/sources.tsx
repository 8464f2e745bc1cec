import { useState } from 'react';
import type { Source } from '../../protocol/model/handover';
import { safeHref } from '../text/links';

/** "from: Refund policy +1": opens the passages that an answer was made of. */
export function Sources({ sources }: { sources: readonly Source[] }) {
  const [open, setOpen] = useState(false);
  const [first, ...rest] = sources;
  if (!first) return null;
  return (
    <div className="sources">
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        from: <bdi>{first.title}</bdi>
        {rest.length > 0 && ` +${rest.length}`}
      </button>
      {open && <Passages sources={sources} />}
    </div>
  );
}

export function Passages({ sources }: { sources: readonly Source[] }) {
  return (
    <ol className="passages">
      {sources.map((source) => (
        <li key={source.chunkId}>
          <p>
            <strong dir="auto">{source.title}</strong>{' '}
            <span className="quiet">{Math.round(source.score * 100)} %</span>
            {safeHref(source.url) && (
              <a href={safeHref(source.url)} target="_blank" rel="noopener noreferrer">
                Open
              </a>
            )}
          </p>
          <p className="excerpt" dir="auto">
            {source.excerpt}
          </p>
        </li>
      ))}
    </ol>
  );
}
