// Who it is, who has it, and the one thing to do next.
import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { Priority, Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { channelWords, WaitingFor } from '../inbox/row';
import { useKey } from '../shell/use-key';
import { AskFirst } from './ask-first';
import { LabelsDialog } from './labels-dialog';
import { TransferDialog } from './transfer-dialog';

interface Props {
  session: Session;
  mine: boolean;
  onBack: () => void;
  onContext: (() => void) | undefined;
}

export function Header({ session, mine, onBack, onContext }: Props) {
  return (
    <header className="conversation-head">
      <ActionIcon
        className="only-narrow"
        variant="subtle"
        color="gray"
        size={36}
        aria-label="Back to the list"
        onClick={onBack}
      >
        <Icon name="back" />
      </ActionIcon>
      <div className="conversation-who">
        <h2>
          <bdi>{session.customerName ?? 'Visitor'}</bdi>
        </h2>
        <p>
          <Icon name={session.channelType} size={14} />{' '}
          <span className="channel-word">{channelWords[session.channelType]}</span>
          <State session={session} mine={mine} />
          {session.subject && (
            <bdi className="subject" title={session.subject}>
              {session.subject}
            </bdi>
          )}
          {session.labels.map((label) => (
            <span key={label} className="label">
              {label}
            </span>
          ))}
        </p>
      </div>
      <Primary session={session} mine={mine} />
      <More session={session} mine={mine} />
      {onContext && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label="Show the customer"
          onClick={onContext}
        >
          <Icon name="panel" />
        </ActionIcon>
      )}
    </header>
  );
}

function State({ session, mine }: { session: Session; mine: boolean }) {
  if (session.status === 'waiting') {
    return (
      <span className="state waiting">
        Waiting <WaitingFor since={session.queuedAt ?? session.startedAt} />
      </span>
    );
  }
  const words = {
    active: ['ai', 'spark', 'With the AI'],
    with_agent: ['agent', 'person', mine ? 'With you' : `With ${session.agentName || 'an agent'}`],
    closed: ['closed', 'check', 'Closed'],
  } as const;
  const [name, icon, word] = words[session.status];
  return (
    <span className={`state ${name}`}>
      <Icon name={icon} size={14} /> {word}
    </span>
  );
}

function Primary({ session, mine }: { session: Session; mine: boolean }) {
  const { inbox, agent } = useConsole();
  const [busy, act] = useAct();
  const [word, run, key] = primaryOf(session, mine, inbox) ?? [];
  const [asked, setAsked] = useState<string | null>(null);
  useKey('a', () => key === 'a' && setAsked(key), { off: !agent });
  useKey('e', () => key === 'e' && setAsked(key), { off: !agent });
  if (!agent || !word || !run) return null;
  return (
    <>
      {/* Its own button for each: the focus that pressed "Take over" must not rest on "Close". */}
      <Button
        key={word}
        className="primary-action"
        size="sm"
        loading={busy}
        variant={key === 'e' ? 'default' : 'filled'}
        onClick={() => act(run)}
        aria-keyshortcuts={key}
      >
        {word}
      </Button>
      {key && asked === key && (
        <AskFirst
          title={`${word} this conversation?`}
          word={word}
          onNo={() => setAsked(null)}
          onYes={() => {
            setAsked(null);
            act(run);
          }}
        />
      )}
    </>
  );
}

type Doing = [word: string, run: () => Promise<unknown>, key?: string];

function primaryOf(
  session: Session,
  mine: boolean,
  inbox: ReturnType<typeof useConsole>['inbox'],
): Doing | undefined {
  if (session.status === 'closed') return ['Reopen', () => inbox.reopen(session.id)];
  if (mine) return ['Close', () => inbox.close(session.id), 'e'];
  if (session.status === 'with_agent') return undefined;
  return ['Take over', () => inbox.claim(session.id), 'a'];
}

function More({ session, mine }: { session: Session; mine: boolean }) {
  const { inbox, agent } = useConsole();
  const [dialog, setDialog] = useState<'transfer' | 'labels' | null>(null);
  const [, act] = useAct();
  const open = session.status !== 'closed';
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
          <ActionIcon variant="subtle" color="gray" size={36} aria-label="More to do with this conversation">
            <Icon name="dots" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {agent && open && (
            <Menu.Item leftSection={<Icon name="people" size={16} />} onClick={() => setDialog('transfer')}>
              Transfer…
            </Menu.Item>
          )}
          {mine && (
            <Menu.Item
              leftSection={<Icon name="clock" size={16} />}
              onClick={() => act(() => inbox.transfer(session.id, { queue: true }, ''))}
            >
              Back to the queue
            </Menu.Item>
          )}
          {agent && open && !mine && (
            <Menu.Item
              leftSection={<Icon name="check" size={16} />}
              onClick={() => act(() => inbox.close(session.id))}
            >
              Close without a reply
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Icon name="tag" size={16} />} onClick={() => setDialog('labels')}>
            Labels…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Priority</Menu.Label>
          {(['urgent', 'high', 'normal', 'low'] as Priority[]).map((priority) => (
            <Menu.Item
              key={priority}
              rightSection={
                session.priority === priority ? <Icon name="check" size={16} label="now" /> : undefined
              }
              onClick={() => act(() => inbox.update(session.id, { priority }))}
            >
              {priority[0]!.toUpperCase() + priority.slice(1)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'transfer' && <TransferDialog session={session} onClose={() => setDialog(null)} />}
      {dialog === 'labels' && <LabelsDialog session={session} onClose={() => setDialog(null)} />}
    </>
  );
}
