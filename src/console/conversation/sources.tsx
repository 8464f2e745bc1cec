import { useState } from 'react';
import type { Source } from '../../protocol/model/handover';
import { hrefOf } from '../text/links';
import { Text } from './text';

/** "from: Refund policy +1": opens the passages that an answer was made of. */
export function Sources({ sources }: { sources: readonly Source[] }) {
  const [open, setOpen] = useState(false);
  const [first, ...rest] = sources;
  if (!first) return null;
  return (
    <div className="sources">
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span>from: </span>
        <bdi>{first.title}</bdi>
        {rest.length > 0 && <span>{` +${rest.length}`}</span>}
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
            <span className="quiet">{`${Math.round(source.score * 100)} %`}</span>
            {hrefOf(source.url) && (
              <a href={hrefOf(source.url)} target="_blank" rel="noopener noreferrer">
                Open
              </a>
            )}
          </p>
          <div className="excerpt">
            <Text formatted>{source.excerpt}</Text>
          </div>
        </li>
      ))}
    </ol>
  );
}
