import { Button, Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { PlaybookRun, RunStep, StepChange } from '../../protocol/playbooks';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { useAct, useNow } from '../hooks';
import { SayWhy } from '../shell/say-why';
import { ago, whole } from '../text/time';
import { TakeLink } from './take-link';
import { withParts } from '../i18n/parts';
import { t } from '../i18n/translate';

interface Props {
  run: PlaybookRun;
  step: RunStep;
  session: Session;
  hasFocus: boolean;
}

export function StepLine({ run, step, session, hasFocus }: Props) {
  const { http, agent } = useConsole();
  const cache = useQueryClient();
  const [busy, act] = useAct();
  const [skipping, setSkipping] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  // What everybody hears of it may have drawn it before who started it has the answer.
  useEffect(() => {
    if (hasFocus) box.current?.focus();
  }, [hasFocus]);
  const say = (change: StepChange) =>
    act(async () => {
      await http.patch(`playbook-runs/${run.id}/steps/${step.id}`, change);
      setSkipping(false);
      await cache.invalidateQueries({ queryKey: ['session-playbooks', session.id] });
    });
  const { state, text, link } = step;
  return (
    <li className={`playbook-step ${state}`}>
      <Checkbox
        size="sm"
        label={<bdi>{text}</bdi>}
        checked={state !== 'open'}
        indeterminate={state === 'skipped'}
        aria-busy={busy}
        readOnly={!agent}
        ref={box}
        onChange={() => agent && !busy && say({ state: state === 'open' ? 'done' : 'open' })}
      />
      <Said step={step} />
      {agent && state === 'open' && !skipping && (
        <span className="playbook-ways">
          {link && session.status !== 'closed' && <TakeLink link={link} session={session} />}
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-label={t('Skip: {text}', { text })}
            onClick={() => setSkipping(true)}
          >
            {t('Skip')}
          </Button>
        </span>
      )}
      {skipping && (
        <SayWhy
          label={t('Why is it skipped?')}
          aria-description={text}
          action={t('Skip')}
          busy={busy}
          onSay={(reason) => say({ state: 'skipped', reason })}
          onCancel={() => setSkipping(false)}
        />
      )}
    </li>
  );
}

/** Who said what became of it, and when. */
function Said({ step: { state, reason, by, at } }: { step: RunStep }) {
  const now = useNow(60_000);
  if (state === 'open' || !by || !at) return null;
  return (
    <p className="quiet playbook-said">
      {state === 'skipped' && <>{withParts(t('Skipped: {reason}'), { reason: <bdi>{reason}</bdi> })} · </>}
      <bdi>{by}</bdi>,{' '}
      <time dateTime={at} title={whole(at)}>
        {ago(at, now)}
      </time>
    </p>
  );
}
