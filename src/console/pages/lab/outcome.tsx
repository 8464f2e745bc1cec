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
import { Rest, useSaving } from '../form';

/** The last run: what was tried, what came of it, and whether it is to hold. */
export function Outcome({ run, mayPublish }: { run: LabRun; mayPublish: boolean }) {
  const now = useNow(60_000);
  const { counts, before, draft, createdAt } = run;
  const levels = (Object.keys(cautionWords) as Caution[]).filter((level) => run.settings[level]);
  return (
    <section aria-label="Last run">
      <h2>{draftSaid(draft)}</h2>
      <p className="quiet pad" role="status">
        {run.status === 'running' ? `${run.asked} of ${run.questions} asked` : `${run.asked} questions asked`}
        {', '}
        <time dateTime={createdAt} title={whole(createdAt)}>
          {short(createdAt, now)}
        </time>
        {run.error && `. ${run.error}`}
        {before &&
          (draft ? '. The difference is to today’s settings.' : '. The difference is to the run before.')}
      </p>
      <dl className="numbers verdicts">
        {verdicts.map((verdict) => (
          <div className="number" key={verdict}>
            <dt>{verdictWords[verdict]}</dt>
            <dd>
              {counts[verdict]} <small className="quiet">{change(counts[verdict], before?.[verdict])}</small>
            </dd>
          </div>
        ))}
      </dl>
      {draft && run.status === 'done' && <Publish run={run} mayPublish={mayPublish} />}
      {levels.length > 0 && (
        <ul className="cards levels" aria-label="What each setting would bring">
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
        <Icon name="check" size={14} /> <span>These settings hold now.</span>
      </p>
    );
  }
  if (!mayPublish) return <p className="quiet pad">Only an admin can make these settings hold.</p>;
  return (
    <div className="pad publish">
      <Button
        loading={save.busy && !asking}
        onClick={() => (isWorse(run) ? setAsking(true) : publish(false))}
      >
        Make these settings hold
      </Button>
      {!asking && <Rest save={save} />}
      {asking && (
        <Modal
          opened
          onClose={() => setAsking(false)}
          title="This draft does worse"
          closeButtonProps={{ 'aria-label': 'Keep today’s settings' }}
        >
          <div className="form">
            <p>{`With it ${countsSaid(run.counts)}. Today: ${countsSaid(run.before!)}.`}</p>
            <Rest save={save} />
            <div className="dialog-foot lab-foot">
              <Button onClick={() => setAsking(false)}>Keep today’s settings</Button>
              <Button variant="default" loading={save.busy} onClick={() => publish(true)}>
                Publish all the same
              </Button>
            </div>
          </div>
        </Modal>
      )}
    </div>
  );
}
