import { lazy, Suspense, useState } from 'react';
import type { Source } from '../../protocol/model/handover';
import type { Message } from '../../protocol/model/message';
import { hrefOf } from '../text/links';
import { Text } from './text';
import { t } from '../i18n/translate';

const Why = lazy(() => import('./why'));

/** "from: Refund policy +1": opens the passages that an answer was made of. */
export function Sources({ message }: { message: Message }) {
  const [open, setOpen] = useState<'passages' | 'why'>();
  const { sources = [] } = message.metadata;
  const [first, ...rest] = sources;
  const turner = (to: typeof open) => ({
    type: 'button' as const,
    className: 'link',
    'aria-expanded': open === to,
    onClick: () => setOpen(open === to ? undefined : to),
  });
  if (!first) return null;
  return (
    <div className="sources">
      <button {...turner('passages')}>
        <span>{t('from:')} </span>
        <bdi>{first.title}</bdi>
        {rest.length > 0 && <span>{` +${rest.length}`}</span>}
      </button>
      {message.sender === 'ai' && <button {...turner('why')}>{t('Why this answer?')}</button>}
      {open === 'passages' && <Passages sources={sources} />}
      <Suspense fallback={<p>&nbsp;</p>}>{open === 'why' && <Why message={message} />}</Suspense>
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
                {t('Open|do')}
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
