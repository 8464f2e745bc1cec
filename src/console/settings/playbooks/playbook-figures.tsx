// How a playbook is kept: how often it was offered, started and completed, which steps are missed, and the conversations behind each number.
import { Modal, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../protocol/model/session';
import type { BehindFigure, Playbook, PlaybookFigures as Figures } from '../../../protocol/playbooks';
import { ConversationLines } from '../../analytics/conversation-lines';
import { useConsole } from '../../context';
import type { Page } from '../../data/http';
import { Trouble, Waiting } from '../../ui/page-frame';
import { t } from '../../i18n/translate';

interface Behind {
  title: string;
  what: BehindFigure;
  stepId?: string;
}

const ranges = [
  { value: '7', label: t('The last 7 days') },
  { value: '30', label: t('The last 30 days') },
  { value: '90', label: t('The last 90 days') },
  { value: '366', label: t('The last year') },
];

export function PlaybookFigures({ playbook, onClose }: { playbook: Playbook; onClose: () => void }) {
  const { http } = useConsole();
  const [days, setDays] = useState('90');
  const [behind, setBehind] = useState<Behind>();
  const path = `playbooks/${playbook.id}`;
  const figures = useQuery({
    queryKey: [path, 'figures', days],
    queryFn: () => http.get<Figures>(`${path}/figures`, { days }),
  });
  if (behind)
    return <Conversations path={path} days={days} behind={behind} onClose={() => setBehind(undefined)} />;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('Figures of {name}', { name: playbook.name })}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <NativeSelect
        aria-label={t('Of which days')}
        mb={12}
        data={ranges}
        value={days}
        onChange={({ currentTarget: { value } }) => setDays(value)}
      />
      {figures.isError && <Trouble error={figures.error} onRetry={() => void figures.refetch()} />}
      {figures.isPending && <Waiting />}
      {figures.data && (
        <>
          <Counts figures={figures.data} onBehind={setBehind} />
          <Steps steps={figures.data.steps} onBehind={setBehind} />
        </>
      )}
    </Modal>
  );
}

interface CountProps {
  count: number;
  behind: Behind;
  onBehind: (behind: Behind) => void;
}

/** A number with conversations behind it leads to them. */
function Count({ count, behind, onBehind }: CountProps) {
  if (count === 0) return <>0</>;
  return (
    <button
      type="button"
      className="link"
      aria-label={`${count}: ${behind.title}`}
      onClick={() => onBehind(behind)}
    >
      {count}
    </button>
  );
}

const counted = [
  ['offered', t('Offered to an agent')],
  ['started', t('Started')],
  ['completed', t('Completed: no step is left open')],
  ['unfinished', t('Closed with open steps')],
] as const;

function Counts({ figures, onBehind }: { figures: Figures; onBehind: CountProps['onBehind'] }) {
  return (
    <table className="playbook-figures">
      <caption className="hidden">{t('Conversations')}</caption>
      <tbody>
        {counted.map(([what, title]) => (
          <tr key={what}>
            <th scope="row">{title}</th>
            <td>
              <Count count={figures[what]} behind={{ title, what }} onBehind={onBehind} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Steps({ steps, onBehind }: { steps: Figures['steps']; onBehind: CountProps['onBehind'] }) {
  if (steps.length === 0) return <p className="quiet pad">{t('It has not been started in these days.')}</p>;
  return (
    <table className="playbook-figures">
      <caption className="hidden">{t('Steps')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('Step')}</th>
          <th scope="col">{t('Done')}</th>
          <th scope="col">{t('Skipped')}</th>
          <th scope="col">{t('Missed')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ id, text, done, skipped, missed }) => (
          <tr key={id}>
            <td dir="auto">{text}</td>
            <td>{done}</td>
            <td>
              <Count
                count={skipped}
                behind={{ title: t('Skipped: {text}', { text }), what: 'skipped', stepId: id }}
                onBehind={onBehind}
              />
            </td>
            <td>
              <Count
                count={missed}
                behind={{ title: t('Missed: {text}', { text }), what: 'missed', stepId: id }}
                onBehind={onBehind}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ConversationsProps {
  path: string;
  days: string;
  behind: Behind;
  onClose: () => void;
}

function Conversations({ path, days, behind: { title, what, stepId }, onClose }: ConversationsProps) {
  const { http } = useConsole();
  const { data, isPending, error, refetch } = useQuery({
    queryKey: [path, 'sessions', what, days, stepId],
    queryFn: () => http.get<Page<Session>>(`${path}/sessions`, { what, days, stepId }),
  });
  // All of them at once.
  const pages = {
    ...{ items: data?.items ?? [], pending: isPending, known: data !== undefined, error },
    ...{ hasMore: false, loadingMore: false, more: () => undefined, retry: () => void refetch() },
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': t('Back to the figures') }}
    >
      <ConversationLines pages={pages} empty={t('None of these conversations is left.')} />
    </Modal>
  );
}
