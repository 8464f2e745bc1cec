// The playbooks of a conversation: those that fit, those that were started with what became of each step, and any other by hand.
import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Playbook, PlaybookRun } from '../../protocol/playbooks';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useAct } from '../hooks';
import { useKey } from '../ui/use-key';
import '../styles/playbooks.css';
import { openSteps, progress } from './run-words';
import { StepLine } from './step-line';
import { usePlaybooks, useSessionPlaybooks } from './use-playbooks';
import { plural, t } from '../i18n/translate';

/** The key that leads here from the conversation. */
function focusSteps(): void {
  const places = ['input[type="checkbox"]:not(:checked)', 'input[type="checkbox"]', 'button', 'select'];
  for (const place of places) {
    const found = document.querySelector<HTMLElement>(`.playbooks ${place}`);
    if (!found) continue;
    found.scrollIntoView({ block: 'nearest' });
    return found.focus();
  }
}

export default function SessionPlaybooksPart({ session }: { session: Session }) {
  const { agent } = useConsole();
  const there = useSessionPlaybooks(session);
  const all = usePlaybooks();
  const { busy, start, begun } = useStart(session.id);
  useKey('p', focusSteps);
  const { offered = [], runs = [] } = there.data ?? {};
  if (there.isError && !there.data)
    return (
      <section className="playbooks" aria-label={t('Playbooks')}>
        <h2>{t('Playbooks')}</h2>
        <p role="alert">{sentence(there.error)}</p>
      </section>
    );
  const isOpen = session.status !== 'closed' && agent !== undefined;
  const others = all.filter(
    ({ id, isActive }) =>
      isActive && !offered.some((one) => one.id === id) && !runs.some(({ playbookId }) => playbookId === id),
  );
  if (runs.length === 0 && (!isOpen || offered.length + others.length === 0)) return null;
  return (
    <section className="playbooks" aria-label={t('Playbooks')}>
      <h2>{t('Playbooks')}</h2>
      {runs.map((run) => (
        <Run key={run.id} run={run} session={session} hasFocus={begun === run.id} />
      ))}
      {isOpen && offered.map((one) => <Offer key={one.id} playbook={one} busy={busy} onStart={start} />)}
      {isOpen && others.length > 0 && (
        <NativeSelect
          size="xs"
          mt={8}
          aria-label={t('Start another playbook')}
          disabled={busy}
          value=""
          data={[
            {
              value: '',
              label: runs.length + offered.length > 0 ? t('Start another …') : t('Start a playbook …'),
            },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ currentTarget: { value } }) => value && start(value)}
        />
      )}
    </section>
  );
}

function useStart(sessionId: string) {
  const { http } = useConsole();
  const cache = useQueryClient();
  const [busy, act] = useAct();
  const [begun, setBegun] = useState<string>();
  const start = (playbookId: string) =>
    act(async () => {
      const { id } = await http.post<PlaybookRun>(`sessions/${sessionId}/playbook-runs`, { playbookId });
      setBegun(id);
      await cache.invalidateQueries({ queryKey: ['session-playbooks', sessionId] });
    });
  return { busy, start, begun };
}

interface OfferProps {
  playbook: Playbook;
  busy: boolean;
  onStart: (id: string) => void;
}

function Offer({ playbook: { id, name, steps }, busy, onStart }: OfferProps) {
  return (
    <div className="playbook-offer">
      <span>
        <bdi>{name}</bdi>{' '}
        <span className="quiet">{plural(steps.length, { one: '1 step', other: '{count} steps' })}</span>
      </span>
      <Button
        size="compact-sm"
        variant="default"
        disabled={busy}
        aria-label={t('Start {name}', { name })}
        onClick={() => onStart(id)}
      >
        {t('Start')}
      </Button>
    </div>
  );
}

function Run({ run, session, hasFocus }: { run: PlaybookRun; session: Session; hasFocus: boolean }) {
  const { http, agent } = useConsole();
  const cache = useQueryClient();
  const [busy, act] = useAct();
  const left = openSteps(run).length;
  const isFresh = left === run.steps.length;
  const remove = () =>
    act(async () => {
      await http.remove(`playbook-runs/${run.id}`);
      await cache.invalidateQueries({ queryKey: ['session-playbooks', session.id] });
    });
  const closedOpen = session.status === 'closed' && left > 0;
  return (
    <div className="playbook-run" role="group" aria-label={run.name}>
      <p className="playbook-head">
        <strong dir="auto">{run.name}</strong>{' '}
        <span className="quiet" role="status">
          {closedOpen ? t('Closed with {left} open', { left }) : progress(run)}
        </span>
        {isFresh && agent && (
          <Button size="compact-xs" variant="subtle" color="gray" disabled={busy} onClick={remove}>
            {t('Take out')}
          </Button>
        )}
      </p>
      <ol className="playbook-steps">
        {run.steps.map((step, index) => (
          <StepLine key={step.id} {...{ run, step, session }} hasFocus={hasFocus && index === 0} />
        ))}
      </ol>
    </div>
  );
}
