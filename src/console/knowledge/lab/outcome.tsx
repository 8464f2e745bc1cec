import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { verdicts, type LabRun } from '../../../protocol/answer-tests';
import { useConsole } from '../../context';
import { useNow } from '../../hooks';
import { Icon } from '../../icons';
import {
  cautionWords,
  change,
  countsSaid,
  draftSaid,
  isWorse,
  verdictWords,
  type Caution,
} from '../../text/lab-words';
import { short, whole } from '../../text/time';
import { Rest, useSaving } from '../../ui/form';
import { fixed, numeral, t } from '../../i18n/translate';

/** The last run: what was tried, what came of it, and whether it is to hold. */
export function Outcome({ run, mayPublish }: { run: LabRun; mayPublish: boolean }) {
  const now = useNow(60_000);
  const { counts, before, draft, createdAt } = run;
  const levels = (Object.keys(cautionWords) as Caution[]).filter((level) => run.settings[level]);
  return (
    <section aria-label={t('Last run')}>
      <h2>{draftSaid(draft)}</h2>
      <p className="quiet pad" role="status">
        {run.status === 'running'
          ? t('{asked} of {questions} asked', { asked: run.asked, questions: run.questions })
          : t('{asked} questions asked', { asked: run.asked })}
        {', '}
        <time dateTime={createdAt} title={whole(createdAt)}>
          {short(createdAt, now)}
        </time>
        {run.error && `. ${fixed(run.error)}`}
        {before &&
          `. ${draft ? t('The difference is to today’s settings.') : t('The difference is to the run before.')}`}
      </p>
      <dl className="numbers verdicts">
        {verdicts.map((verdict) => (
          <div className="number" key={verdict}>
            <dt>{verdictWords[verdict]}</dt>
            <dd>
              {numeral(counts[verdict])}{' '}
              <small className="quiet">{change(counts[verdict], before?.[verdict])}</small>
            </dd>
          </div>
        ))}
      </dl>
      {draft && run.status === 'done' && <Publish run={run} mayPublish={mayPublish} />}
      {levels.length > 0 && (
        <ul className="cards levels" aria-label={t('What each setting would bring')}>
          {levels.map((level) => (
            <li key={level}>
              <b>{cautionWords[level]}</b>
              <span className="main">{countsSaid(run.settings[level]!)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Publish({ run, mayPublish }: { run: LabRun; mayPublish: boolean }) {
  const { http } = useConsole();
  const [asking, setAsking] = useState(false);
  const save = useSaving('answers/runs', [], () => setAsking(false));
  const publish = (confirm: boolean) =>
    save.run(() => http.post(`answers/runs/${run.id}/publish`, { confirm }));
  if (run.publishedAt) {
    return (
      <p className="state ai pad">
        <Icon name="check" size={14} /> <span>{t('These settings were published.')}</span>
      </p>
    );
  }
  if (!mayPublish) return <p className="quiet pad">{t('Only an admin can make these settings hold.')}</p>;
  return (
    <div className="pad publish">
      <Button
        loading={save.busy && !asking}
        onClick={() => (isWorse(run) ? setAsking(true) : publish(false))}
      >
        {t('Make these settings hold')}
      </Button>
      {!asking && <Rest save={save} />}
      {asking && (
        <Modal
          opened
          onClose={() => setAsking(false)}
          title={t('This draft does worse')}
          closeButtonProps={{ 'aria-label': t('Keep today’s settings') }}
        >
          <div className="form">
            <p>
              {t('With it {then}. Today: {now}.', {
                then: countsSaid(run.counts),
                now: countsSaid(run.before!),
              })}
            </p>
            <Rest save={save} />
            <div className="dialog-foot lab-foot">
              <Button onClick={() => setAsking(false)}>{t('Keep today’s settings')}</Button>
              <Button variant="default" loading={save.busy} onClick={() => publish(true)}>
                {t('Publish all the same')}
              </Button>
            </div>
          </div>
        </Modal>
      )}
    </div>
  );
}
