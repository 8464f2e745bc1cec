// What a rule did, in which conversation, and why.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { RuleAction, RuleRun } from '../../../protocol/automation-rules';
import { useNow } from '../../hooks';
import { ago, whole } from '../../text/time';
import { Listing, More } from '../../ui/page-frame';
import { usePages } from '../../data/use-pages';
import { doWords, matchedWords } from './rule-words';
import { fixed, t } from '../../i18n/translate';

export function RuleLog({ rule, onClose }: { rule: { id: string; name: string }; onClose: () => void }) {
  const pages = usePages<RuleRun>('automation-rules/runs', { ruleId: rule.id });
  return (
    <section aria-label={t('Log of {name}', { name: rule.name })}>
      <div className="toolbar">
        <h3 className="grow" dir="auto">
          {t('Log of {name}', { name: rule.name })}
        </h3>
        <Button variant="default" onClick={pages.retry}>
          {t('Look again')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('All rules')}
        </Button>
      </div>
      <Listing pages={pages} empty={t('It has not run yet. What it does is kept here for 30 days.')}>
        {pages.items.map((run) => (
          <li key={run.id}>
            <RunLine run={run} />
          </li>
        ))}
      </Listing>
      <More pages={pages} />
    </section>
  );
}

const statusWords: Record<RuleRun['status'], string> = {
  pending: t('At work'),
  done: t('Done'),
  failed: t('Failed in part'),
  stopped: t('Stopped'),
};
const outcomeWords = {
  done: t('done'),
  nothing: t('was so already'),
  failed: t('failed'),
  waiting: t('tried again'),
} as const;

function RunLine({ run }: { run: RuleRun }) {
  const now = useNow(60_000);
  return (
    <span className="main">
      <Link to={`/inbox/${run.sessionId}`} dir="auto">
        {run.customerName ?? t('A visitor')}
      </Link>{' '}
      <time className="quiet" dateTime={run.createdAt} title={whole(run.createdAt)}>
        {ago(run.createdAt, now)}
      </time>{' '}
      <strong className={run.status === 'failed' || run.status === 'stopped' ? 'failed' : ''}>
        {statusWords[run.status]}
      </strong>
      <br />
      <span className="quiet">
        {t('Message {seq} · {why}', { seq: run.seq, why: matchedWords(run.matched) })}
        {run.why ? ` · ${fixed(run.why)}` : ''}
      </span>
      <ul className="rule-lines">
        {run.outcomes.map((one, index) => (
          <li key={index}>
            {doWords[one.do as RuleAction['do']] ?? one.do}: {outcomeWords[one.outcome]}
            {one.why ? `. ${fixed(one.why)}` : ''}
          </li>
        ))}
      </ul>
    </span>
  );
}
