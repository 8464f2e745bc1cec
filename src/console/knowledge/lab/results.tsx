import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { LabResult, LabRun, Verdict } from '../../../protocol/answer-tests';
import { Icon } from '../../icons';
import { verdictWords } from '../../text/lab-words';
import { Listing, More } from '../../ui/page-frame';
import { usePages } from '../../data/use-pages';
import { fixed, listed, midSentence, t } from '../../i18n/translate';

const shownOf = {
  changed: { changed: 'true' },
  wrong: { verdict: 'wrong' },
  all: {},
} as const;
type Shown = keyof typeof shownOf;

/** What came of each question; first where something has changed. */
export function Results({ run }: { run: LabRun }) {
  const [chosen, setChosen] = useState<Shown>();
  const shown = chosen ?? (run.before ? 'changed' : 'wrong');
  const pages = usePages<LabResult>(`answers/runs/${run.id}/results`, shownOf[shown]);
  const options = [
    ...(run.before ? [{ value: 'changed', label: t('Changed') }] : []),
    { value: 'wrong', label: t('Wrong') },
    { value: 'all', label: t('All') },
  ];
  return (
    <section>
      <div className="lab-head">
        <h2>{t('What came of them')}</h2>
        <SegmentedControl
          size="xs"
          aria-label={t('Which are shown')}
          data={options}
          value={shown}
          onChange={(value) => setChosen(value as Shown)}
        />
      </div>
      <Listing pages={pages} empty={shown === 'changed' ? t('Nothing has changed.') : t('None.')}>
        {pages.items.map((result) => (
          <Result key={result.id} result={result} />
        ))}
      </Listing>
      <More pages={pages} />
    </section>
  );
}

const looks: Record<Verdict, { state: string; icon: string }> = {
  right: { state: 'agent', icon: 'check' },
  wrong: { state: 'failed', icon: 'alert' },
  asked_back: { state: 'ai', icon: 'reply' },
  handed_over: { state: 'waiting', icon: 'person' },
};

const titlesOf = (sources: LabResult['sources']) => listed(sources.map(({ title }) => `“${title}”`));

function Result({
  result: { question, verdict, before, text, reason, sources, confidence },
}: {
  result: LabResult;
}) {
  const { state, icon } = looks[verdict];
  return (
    <li className="lab-result">
      <div className="main">
        <p dir="auto" className="lab-question">
          {question}
        </p>
        {text && (
          <details>
            <summary className="quiet">
              {sources.length > 0
                ? verdict === 'asked_back'
                  ? t('Offered {articles}', { articles: titlesOf(sources) })
                  : t('From {articles}', { articles: titlesOf(sources) })
                : t('What it said')}
              {t(', {percent} % sure', { percent: Math.round(confidence * 100) })}
            </summary>
            <p dir="auto" className="lab-text">
              {text}
            </p>
          </details>
        )}
        {reason && <p className="quiet">{fixed(reason)}</p>}
      </div>
      <span className={`state ${state}`}>
        <Icon name={icon as 'check'} size={13} />{' '}
        <span>
          {verdictWords[verdict]}
          {before && before !== verdict && t(', was {before}', { before: midSentence(verdictWords[before]) })}
        </span>
      </span>
    </li>
  );
}
