// What a rule did, in which conversation, and why.
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { RuleAction, RuleRun } from '../../../protocol/automation-rules';
import { useNow } from '../../hooks';
import { ago, whole } from '../../text/time';
import { Listing, More } from '../page-frame';
import { usePages } from '../use-pages';
import { doWords, matchedWords } from './rule-words';

export function RuleLog({ rule, onClose }: { rule: { id: string; name: string }; onClose: () => void }) {
  const pages = usePages<RuleRun>('automation-rules/runs', { ruleId: rule.id });
  return (
    <section aria-label={`Log of ${rule.name}`}>
      <div className="toolbar">
        <h3 className="grow" dir="auto">
          Log of {rule.name}
        </h3>
        <Button variant="default" onClick={pages.retry}>
          Look again
        </Button>
        <Button variant="default" onClick={onClose}>
          All rules
        </Button>
      </div>
      <Listing pages={pages} empty="It has not run yet. What it does is kept here for 30 days.">
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
  pending: 'At work',
  done: 'Done',
  failed: 'Failed in part',
  stopped: 'Stopped',
};
const outcomeWords = {
  done: 'done',
  nothing: 'was so already',
  failed: 'failed',
  waiting: 'tried again',
} as const;

function RunLine({ run }: { run: RuleRun }) {
  const now = useNow(60_000);
  return (
    <span className="main">
      <Link to={`/inbox/${run.sessionId}`} dir="auto">
        {run.customerName ?? 'A visitor'}
      </Link>{' '}
      <time className="quiet" dateTime={run.createdAt} title={whole(run.createdAt)}>
        {ago(run.createdAt, now)}
      </time>{' '}
      <strong className={run.status === 'failed' || run.status === 'stopped' ? 'failed' : ''}>
        {statusWords[run.status]}
      </strong>
      <br />
      <span className="quiet">
        Message {run.seq} · {matchedWords(run.matched)}
        {run.why ? ` · ${run.why}` : ''}
      </span>
      <ul className="rule-lines">
        {run.outcomes.map((one, index) => (
          <li key={index}>
            {doWords[one.do as RuleAction['do']] ?? one.do}: {outcomeWords[one.outcome]}
            {one.why ? `. ${one.why}` : ''}
          </li>
        ))}
      </ul>
    </span>
  );
}
