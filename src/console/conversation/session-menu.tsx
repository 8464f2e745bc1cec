// What else can be done with a session, beside its primary action.
import { ActionIcon, Menu } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Priority, Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { copyLink } from './copy-link';
import { priorityWords } from '../inbox/views/filter-words';
import type { Snooze } from './use-snooze';
import { t } from '../i18n/translate';

const LabelsDialog = lazy(() => import('./labels-dialog'));
const MergeDialog = lazy(() => import('./merge-dialog'));
const TransferDialog = lazy(() => import('./transfer-dialog'));

type Dialog = 'transfer' | 'labels' | 'merge';

export function SessionMenu({ session, mine, snooze }: { session: Session; mine: boolean; snooze: Snooze }) {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  return (
    <>
      <Menu
        position="bottom-end"
        width={220}
        shadow="md"
        withinPortal={false}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('More to do with this conversation')}
          >
            <Icon name="dots" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Moves session={session} mine={mine} onDialog={setDialog} />
          {snooze.run && (
            <Menu.Item leftSection={<Icon name="moon" size={16} />} onClick={snooze.run}>
              {session.snoozed ? t('Take back') : t('Put away…')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon name="tag" size={16} />} onClick={() => setDialog('labels')}>
            {t('Labels…')}
          </Menu.Item>
          <Merge session={session} onDialog={setDialog} />
          <Menu.Item leftSection={<Icon name="copy" size={16} />} onClick={() => void copyLink(session.id)}>
            {t('Copy link')}
          </Menu.Item>
          <Menu.Divider />
          <Priorities session={session} />
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {dialog === 'transfer' && <TransferDialog session={session} onClose={() => setDialog(null)} />}
        {dialog === 'merge' && <MergeDialog session={session} onClose={() => setDialog(null)} />}
        {dialog === 'labels' && <LabelsDialog session={session} onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}

interface MovesProps {
  session: Session;
  mine: boolean;
  onDialog: (dialog: Dialog) => void;
}

function Moves({ session, mine, onDialog }: MovesProps) {
  const { inbox, agent } = useConsole();
  const [, act] = useAct();
  if (!agent || session.status === 'closed') return null;
  return (
    <>
      <Menu.Item leftSection={<Icon name="people" size={16} />} onClick={() => onDialog('transfer')}>
        {t('Transfer…')}
      </Menu.Item>
      {mine ? (
        <Menu.Item
          leftSection={<Icon name="clock" size={16} />}
          onClick={() => act(() => inbox.transfer(session.id, { queue: true }, ''))}
        >
          {t('Back to the queue')}
        </Menu.Item>
      ) : (
        <Menu.Item
          leftSection={<Icon name="check" size={16} />}
          onClick={() => act(() => inbox.close(session.id))}
        >
          {t('Close without a reply')}
        </Menu.Item>
      )}
    </>
  );
}

function Merge({ session, onDialog }: Omit<MovesProps, 'mine'>) {
  const { inbox, agent } = useConsole();
  const [, act] = useAct();
  if (!agent) return null;
  const isMerged = session.mergedInto !== undefined;
  return (
    <Menu.Item
      leftSection={<Icon name="merge" size={16} />}
      onClick={() => (isMerged ? act(() => inbox.separate(session.id)) : onDialog('merge'))}
    >
      {isMerged ? t('Separate') : t('Merge…')}
    </Menu.Item>
  );
}

const priorities: Priority[] = ['urgent', 'high', 'normal', 'low'];

function Priorities({ session }: { session: Session }) {
  const { inbox } = useConsole();
  const [, act] = useAct();
  return (
    <>
      <Menu.Label>{t('Priority')}</Menu.Label>
      {priorities.map((priority) => (
        <Menu.Item
          key={priority}
          rightSection={
            session.priority === priority ? <Icon name="check" size={16} label={t('now')} /> : undefined
          }
          onClick={() => act(() => inbox.update(session.id, { priority }))}
        >
          {priorityWords[priority]}
        </Menu.Item>
      ))}
    </>
  );
}
