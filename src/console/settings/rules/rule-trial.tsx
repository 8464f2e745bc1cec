// A dry run: where the rule would have run, without doing anything.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { NewRule, RuleTried } from '../../../protocol/automation-rules';
import { useConsole } from '../../context';
import { sentence } from '../../data/failure';
import { useNow } from '../../hooks';
import { ago } from '../../text/time';
import { matchedWords } from './rule-words';
import { plural, t } from '../../i18n/translate';

const most = 1_000;
const atOnce = 50;

interface Trial {
  looked: number;
  matches: RuleTried['matches'];
  state: 'running' | 'done' | 'stopped' | 'failed';
  error?: string;
}

export function RuleTrial({ rule }: { rule: NewRule }) {
  const { http } = useConsole();
  const [trial, setTrial] = useState<Trial | null>(null);
  /** Whoever has another number is not wanted any more. */
  const wanted = useRef(0);
  useEffect(() => () => void (wanted.current += 1), []);

  async function run() {
    const own = (wanted.current += 1);
    let cursor: string | null = null;
    let now: Trial = { looked: 0, matches: [], state: 'running' };
    setTrial(now);
    const { when, if: conditions, then } = rule;
    do {
      const body: object = {
        rule: { when, if: conditions, then },
        limit: Math.min(atOnce, most - now.looked),
        ...(cursor && { cursor }),
      };
      const page: RuleTried = await http.post<RuleTried>('automation-rules/try', body);
      if (wanted.current !== own) return;
      cursor = page.nextCursor;
      const looked = now.looked + page.looked;
      const isOver = cursor === null || looked >= most;
      now = { looked, matches: [...now.matches, ...page.matches], state: isOver ? 'done' : 'running' };
      setTrial(now);
    } while (now.state === 'running');
  }
  const start = () =>
    void run().catch((error: unknown) => {
      setTrial({ looked: 0, matches: [], state: 'failed', error: sentence(error) });
    });
  function stop() {
    wanted.current += 1;
    setTrial((now) => now && { ...now, state: 'stopped' });
  }

  const running = trial?.state === 'running';
  return (
    <section className="rule-part" aria-label={t('Dry run')}>
      <div className="toolbar">
        <p className="quiet grow">
          {t('Try it on the last {most} conversations. Nothing is done.', { most })}
        </p>
        {running ? (
          <Button variant="default" onClick={stop}>
            {t('Stop')}
          </Button>
        ) : (
          <Button variant="default" disabled={rule.then.length === 0} onClick={start}>
            {t('Try it')}
          </Button>
        )}
      </div>
      <KnownSince on={rule.when.on} />
      {trial && <Result trial={trial} />}
    </section>
  );
}

/** What logs hold of changes of attributes is not all of them. */
function KnownSince({ on }: Pick<NewRule['when'], 'on'>) {
  if (on !== 'attribute_changed' && on !== 'company_attribute_changed') return null;
  return (
    <p className="quiet">
      {t(
        'Changes of an attribute are known since there is a rule that names it, switched on or not; imports are not among them.',
      )}
    </p>
  );
}

const shown = 50;

function Result({ trial: { looked, matches, state, error } }: { trial: Trial }) {
  const now = useNow(60_000);
  if (error)
    return (
      <p className="quiet failed" role="alert">
        {error}
      </p>
    );
  const found = { count: matches.length, looked };
  return (
    <>
      <p role="status">
        {state === 'running' ? `${t('Looking:')} ` : ''}
        {state === 'stopped'
          ? t('It would have run in {count} of {looked} conversations, as far as it looked.', found)
          : t('It would have run in {count} of {looked} conversations.', found)}
      </p>
      <ul className="rule-lines">
        {matches.slice(0, shown).map(({ sessionId, customerName, at, times, matched }) => (
          <li key={sessionId}>
            <Link to={`/inbox/${sessionId}`} dir="auto">
              {customerName ?? t('A visitor')}
            </Link>
            <span className="quiet">
              {' '}
              {ago(at, now)}
              {times > 1 ? plural(times, { one: ', once', other: ', {count} times' }) : ''} ·{' '}
              {matchedWords(matched)}
            </span>
          </li>
        ))}
      </ul>
      {matches.length > shown && (
        <p className="quiet">{t('And {count} more.', { count: matches.length - shown })}</p>
      )}
    </>
  );
}
