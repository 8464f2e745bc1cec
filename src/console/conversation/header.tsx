// Who it is, who has it, and the one thing to do next.
import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../../protocol/model/session';
import { channelWord } from '../text/channel-name';
import { useConsole } from '../context';
import { useTeams } from '../data/use-teams';
import { useAct } from '../hooks';
import { channelIcon, Icon } from '../icons';
import { NeedsReply, PutAway, WaitingFor } from '../inbox/holder';
import { BlockedMark } from '../inbox/blocked-mark';
import { LabelChip } from '../inbox/label-chip';
import { SentimentMark } from '../inbox/sentiment-mark';
import { PriorityMark } from '../inbox/priority-mark';
import { Due } from '../sla/due';
import { AskFirst } from '../ui/ask-first';
import { useKey } from '../ui/use-key';
import { closedWord } from '../text/closed-word';
import { customerNameOf } from '../text/visitor-name';
import { SessionMenu } from './session-menu';
import { useSnooze } from './use-snooze';
import { t } from '../i18n/translate';

interface Props {
  session: Session;
  mine: boolean;
  onBack: () => void;
  onContext: (() => void) | undefined;
}

export function Header({ session, mine, onBack, onContext }: Props) {
  const snooze = useSnooze(session, mine);
  return (
    <header className="conversation-head">
      <ActionIcon
        className="only-narrow"
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t('Back to the list')}
        onClick={onBack}
      >
        <Icon name="back" />
      </ActionIcon>
      <div className="conversation-who">
        <h2>
          <bdi>{customerNameOf(session)}</bdi>
        </h2>
        <p>
          <Icon name={channelIcon(session.channelType)} size={14} />{' '}
          <span className="channel-word">{channelWord(session.channelType)}</span>
          <State session={session} mine={mine} />
          <BlockedMark session={session} />
          <SentimentMark session={session} />
          <PriorityMark session={session} />
          <Due session={session} always />
          <TeamName session={session} />
          {session.subject && (
            <bdi className="subject" title={session.subject}>
              {session.subject}
            </bdi>
          )}
          {session.labels.map((label) => (
            <LabelChip key={label} name={label} />
          ))}
        </p>
      </div>
      <Primary session={session} mine={mine} />
      <SessionMenu session={session} mine={mine} snooze={snooze} />
      {snooze.dialog}
      {onContext && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t('Show the customer')}
          onClick={onContext}
        >
          <Icon name="panel" />
        </ActionIcon>
      )}
    </header>
  );
}

function TeamName({ session: { teamId } }: { session: Session }) {
  const team = useTeams(teamId !== undefined).find(({ id }) => id === teamId);
  if (!team) return null;
  return (
    <span className="state" title={t('Belongs to {name}', { name: team.name })}>
      <Icon name="people" size={14} label={t('Team')} /> <bdi>{team.name}</bdi>
    </span>
  );
}

function State({ session, mine }: { session: Session; mine: boolean }) {
  if (session.status === 'waiting') {
    return (
      <span className="state waiting">
        <span>{t('Waiting')}</span>
        <WaitingFor since={session.queuedAt ?? session.startedAt} gone={session.customerGoneSince} />
      </span>
    );
  }
  const words = {
    active: ['ai', 'spark', t('With the AI')],
    with_agent: [
      'agent',
      'person',
      mine ? t('With you') : t('With {name}', { name: session.agentName || t('an agent') }),
    ],
    closed: ['closed', session.mergedInto ? 'merge' : 'check', closedWord(session)],
  } as const;
  const [name, icon, word] = words[session.status];
  return (
    <>
      <span className={`state ${name}`}>
        <Icon name={icon} size={14} /> <span>{word}</span>
      </span>
      {session.snoozed && <PutAway session={session} />}
      {session.status === 'with_agent' && session.needsReplySince && (
        <NeedsReply since={session.needsReplySince} />
      )}
    </>
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
          title={key === 'e' ? t('Close this conversation?') : t('Take over this conversation?')}
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
  if (session.status === 'closed' && (session.customerBlocked || session.mergedInto)) return undefined;
  if (session.status === 'closed') return [t('Reopen'), () => inbox.reopen(session.id)];
  if (mine) return [t('Close'), () => inbox.close(session.id), 'e'];
  if (session.status === 'with_agent') return undefined;
  return [t('Take over'), () => inbox.claim(session.id), 'a'];
}
