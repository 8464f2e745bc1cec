// What can be done with the conversation that is open, by its name: "transfer to Grace".
import { useParams } from 'react-router';
import type { Priority, Session } from '../../protocol/model/session';
import { useConsole, useInbox } from '../context';
import { copyLink } from '../conversation/copy-link';
import { shownAs, useMergeable } from '../conversation/use-mergeable';
import { useMerging } from '../conversation/use-merging';
import { useOwnSession } from '../conversation/use-own-session';
import { useSnoozeTimes } from '../conversation/use-snooze-times';
import { useTeams } from '../data/use-teams';
import { useActiveAgents } from '../macros/use-agents';
import { fail } from '../hooks';
import { priorityWords } from '../inbox/views/filter-words';
import type { IconName } from '../icons';
import type { Choice } from './choice';
import { presenceWords } from './presence-words';
import { t } from '../i18n/translate';

interface Action {
  label: string;
  icon: IconName;
  also?: string;
  keys?: readonly string[];
  work: () => Promise<unknown>;
}

/** @param byName what is one of many is offered only once something was typed */
export function useSessionChoices(byName: boolean): Choice[] {
  const { agent } = useConsole();
  const { sessionId = '' } = useParams();
  const { session, mine } = useOwnSession(sessionId);
  const on = agent !== undefined && session !== undefined;
  const open = on && byName && session.status !== 'closed';
  const ends = useEnds(session, mine);
  const moves = useMoves(session, open);
  const snoozes = useSnoozes(session, mine, open);
  const marks = useMarks(session);
  const merges = useMerges(session, on && byName);
  if (!on) return [];
  const link: Action = {
    label: t('Copy the link to this conversation'),
    icon: 'copy',
    also: t('Copy link'),
    work: () => copyLink(sessionId),
  };
  return [...ends, ...moves, ...snoozes, ...(byName ? marks : []), ...merges, link].map(
    ({ label, icon, also, keys, work }, at) => ({
      key: `do-${at}`,
      label,
      icon,
      ...(also && { also }),
      ...(keys && { keys }),
      run: () => void work().catch(fail),
    }),
  );
}

function useEnds(session: Session | undefined, mine: boolean): Action[] {
  const { inbox } = useConsole();
  if (!session) return [];
  const { id, status } = session;
  if (session.mergedInto)
    return [
      {
        label: t('Separate this conversation'),
        icon: 'merge',
        also: 'unmerge',
        work: () => inbox.separate(id),
      },
    ];
  if (status === 'closed' && session.customerBlocked) return [];
  if (status === 'closed')
    return [{ label: t('Reopen this conversation'), icon: 'inbox', work: () => inbox.reopen(id) }];
  const take: Action = {
    label: t('Take over this conversation'),
    icon: 'person',
    keys: ['A'],
    work: () => inbox.claim(id),
  };
  const close: Action = {
    label: t('Close this conversation'),
    icon: 'check',
    work: () => inbox.close(id),
  };
  if (mine) return [{ ...close, keys: ['E'] }];
  return status === 'with_agent' ? [] : [take, close];
}

function useMoves(session: Session | undefined, on: boolean): Action[] {
  const { inbox } = useConsole();
  const presences = useInbox((state) => state.presences);
  const teams = useTeams(on);
  const { agents } = useActiveAgents(on);
  if (!session || !on) return [];
  const { id } = session;
  const back: Action = {
    label: t('Transfer back to the queue'),
    icon: 'clock',
    work: () => inbox.transfer(id, { queue: true }, ''),
  };
  return [
    ...agents
      .filter((one) => one.id !== session.agentId)
      .map((one): Action => ({
        label: t('Transfer to {name} ({presence})', {
          name: one.displayName,
          presence: presenceWords[presences[one.id] ?? one.presence].toLocaleLowerCase(),
        }),
        icon: 'person',
        work: () => inbox.transfer(id, { agentId: one.id }, ''),
      })),
    ...teams
      .filter((team) => team.id !== session.teamId)
      .map((team): Action => ({
        label: t('Transfer to the team {name}', { name: team.name }),
        icon: 'people',
        work: () => inbox.transfer(id, { teamId: team.id }, ''),
      })),
    // Whoever types a name means a person first.
    ...(session.status === 'waiting' ? [] : [back]),
  ];
}

function useSnoozes(session: Session | undefined, mine: boolean, on: boolean): Action[] {
  const { inbox } = useConsole();
  const times = useSnoozeTimes(on);
  if (!session || !on || (!mine && session.status === 'with_agent')) return [];
  const { id } = session;
  if (session.snoozed)
    return [
      {
        label: t('Take back what was put away'),
        icon: 'moon',
        also: 'unsnooze',
        keys: ['Z'],
        work: () => inbox.unsnooze(id),
      },
    ];
  const away = (word: string, until: string | undefined): Action => ({
    label: t('Put away {word}', { word }),
    icon: 'moon',
    also: 'snooze',
    work: () => inbox.snooze(id, until),
  });
  return [
    away(t('for an hour'), times.hour),
    away(t('until tomorrow'), times.tomorrow),
    away(t('until Monday'), times.monday),
    // Who waits for an answer would wait for ever.
    ...(session.needsReplySince ? [] : [away(t('until they write'), undefined)]),
  ];
}

function useMerges(session: Session | undefined, on: boolean): Action[] {
  const { items } = useMergeable(session, on);
  const merge = useMerging(session);
  return items.map((choice): Action => {
    const name = shownAs(choice.other) || t('No message');
    return {
      label: choice.goesThere ? t('Merge into “{name}”', { name }) : t('Merge “{name}” into this', { name }),
      icon: 'merge',
      work: () => merge(choice),
    };
  });
}

const priorities: Priority[] = ['urgent', 'high', 'normal', 'low'];

function useMarks(session: Session | undefined): Action[] {
  const { inbox } = useConsole();
  const sessions = useInbox((state) => state.sessions);
  if (!session) return [];
  const { id, labels } = session;
  const known = [...new Set(Object.values(sessions).flatMap((one) => one.labels))].sort();
  return [
    ...priorities
      .filter((priority) => priority !== session.priority)
      .map((priority): Action => ({
        label: t('Priority {priority}', { priority: priorityWords[priority].toLocaleLowerCase() }),
        icon: 'clock',
        work: () => inbox.update(id, { priority }),
      })),
    ...known.map((label): Action => {
      const has = labels.includes(label);
      const next = has ? labels.filter((one) => one !== label) : [...labels, label];
      return {
        label: has ? t('Take off label {label}', { label }) : t('Label {label}', { label }),
        icon: 'tag',
        work: () => inbox.update(id, { labels: next }),
      };
    }),
  ];
}
