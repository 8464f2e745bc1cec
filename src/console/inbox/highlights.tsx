// Where the words of a search were found, beside the rows that show it.
import { createContext, useContext, type ReactNode } from 'react';
import type { Session } from '../../protocol/model/session';
import { t } from '../i18n/translate';

type Highlight = NonNullable<Session['highlight']>;

/** By session id; empty where nothing is searched. */
export const Highlights = createContext<ReadonlyMap<string, Highlight>>(new Map());

export function useHighlight(sessionId: string): Highlight | undefined {
  return useContext(Highlights).get(sessionId);
}

export function Marked({ highlight: { text, marks, byMeaning, fileName } }: { highlight: Highlight }) {
  return (
    <span className="row-last" dir="auto">
      {byMeaning && (
        <span className="quiet" title={t('Not the words: what was wanted in it is near in meaning')}>
          {t('Similar:')}{' '}
        </span>
      )}
      {fileName && <bdi className="quiet">{fileName}: </bdi>}
      <MarkedWords text={text} marks={marks} />
    </span>
  );
}

export function MarkedWords({ text, marks }: Pick<Highlight, 'text' | 'marks'>) {
  const parts: ReactNode[] = [];
  let shown = 0;
  for (const [from = 0, to = 0] of marks) {
    parts.push(<span key={`${from} before`}>{text.slice(shown, from)}</span>);
    parts.push(<mark key={from}>{text.slice(from, to)}</mark>);
    shown = to;
  }
  return (
    <>
      {parts}
      <span>{text.slice(shown)}</span>
    </>
  );
}
