// Ctrl+K: pages, conversations, and what to do with the one that is open, by name, without leaving the keyboard.
import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent, type RefObject } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { Session } from '../../protocol/model/session';
import { isLike } from '../../protocol/spellings';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { fail } from '../hooks';
import { Icon, type IconName } from '../icons';
import { useCompanies } from '../companies/use-companies';
import { useMacros } from '../macros/use-macros';
import { usePlaybookChoices } from '../playbooks/use-playbook-choices';
import { tabOf, useViews } from '../inbox/views/use-views';
import { groupsFor } from '../pages/settings-sections';
import { clip } from '../text/clip';
import { closedWord } from '../text/closed-word';
import { customerNameOf } from '../text/visitor-name';
import type { Choice } from './choice';
import type { Leaving } from './leave-first';
import { composes } from '../ui/use-key';
import { useSessionChoices } from './use-session-choices';
import { t } from '../words/words';

interface Props {
  /** What was typed before this was there. */
  typed: RefObject<string>;
  onClose: () => void;
  onKeys: () => void;
  onLeave: (how: Leaving) => void;
}

export default function Palette({ typed, onClose, onKeys, onLeave }: Props) {
  const [words, setWords] = useState(() => typed.current);
  const [at, setAt] = useState(0);
  const choices = useChoices(words, { onKeys, onLeave });
  const chosen = Math.min(at, choices.length - 1);

  function pick(choice: Choice | undefined) {
    if (!choice) return;
    onClose();
    choice.run();
  }

  function keys(event: KeyboardEvent) {
    if (composes(event.nativeEvent)) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step) {
      event.preventDefault();
      setAt((chosen + step + choices.length) % choices.length);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      pick(choices[chosen]);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      returnFocus={false}
      padding={8}
      transitionProps={{ duration: 100 }}
      title={t('Go to anything')}
    >
      <TextInput
        data-autofocus
        placeholder={t('Go to a place, or say what to do')}
        aria-label={t('Go to a place, or say what to do')}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={choices[chosen] ? `palette-${choices[chosen].key}` : undefined}
        leftSection={<Icon name="search" />}
        value={words}
        onFocus={({ currentTarget }) => currentTarget.setSelectionRange(-1, -1)}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <Choices choices={choices} chosen={chosen} onPoint={setAt} onPick={pick} />
      {choices.length === 0 && <p className="quiet pad">{t('Nothing has these words.')}</p>}
    </Modal>
  );
}

interface ChoicesProps {
  choices: readonly Choice[];
  chosen: number;
  onPoint: (index: number) => void;
  onPick: (choice: Choice) => void;
}

function Choices({ choices, chosen, onPoint, onPick }: ChoicesProps) {
  return (
    <ul
      id="palette-list"
      className="palette"
      role="listbox"
      aria-label={t('Places, actions and conversations')}
    >
      {choices.map((choice, index) => (
        <li
          key={choice.key}
          id={`palette-${choice.key}`}
          role="option"
          aria-selected={index === chosen}
          onMouseMove={() => onPoint(index)}
          onClick={() => onPick(choice)}
        >
          <Icon name={choice.icon} size={16} />
          <bdi>{choice.label}</bdi>
        </li>
      ))}
    </ul>
  );
}

function useChoices(words: string, { onKeys, onLeave }: Pick<Props, 'onKeys' | 'onLeave'>): Choice[] {
  const { inbox, agent, user } = useConsole();
  const navigate = useNavigate();
  const typed = words.trim();
  const sessions = useFoundSessions(typed);
  const companies = useCompanies(words, typed.length > 1);
  const actions = useSessionChoices(typed !== '');
  const macros = useMacroChoices(typed !== '');
  const playbooks = usePlaybookChoices(typed !== '');
  const { data: views = [] } = useViews();
  const go = (to: string, label: string, icon: IconName): Choice => ({
    key: to.replace(/\W/g, '-'),
    label,
    icon,
    run: () => void navigate(to),
  });
  const presence = (status: 'online' | 'away'): Choice => ({
    key: status,
    label: status === 'online' ? t('Go online') : t('Go away'),
    icon: 'moon',
    run: () => void inbox.presence(status).catch(fail),
  });
  const sections = groupsFor(user.role).flatMap((group) =>
    group.sections.map(({ key, label }) =>
      go(`/settings?section=${key}`, t('Settings: {label}', { label }), 'gear'),
    ),
  );
  const fixed: Choice[] = [
    ...actions,
    go('/inbox?tab=mine', t('Mine'), 'inbox'),
    go('/inbox?tab=waiting', t('Waiting'), 'clock'),
    go('/inbox?tab=ai', t('With AI'), 'spark'),
    go('/inbox?tab=snoozed', t('Later'), 'clock'),
    go('/inbox?tab=all', t('All open'), 'inbox'),
    go('/inbox?tab=closed', t('Closed'), 'check'),
    ...(agent || user.role !== 'agent' ? [go('/quality', t('Quality'), 'medal')] : []),
    ...(agent ? [go('/my-day', t('My day'), 'day'), go('/mentions', t('Mentions'), 'at')] : []),
    ...views.map((view) => ({
      ...go(`/inbox?tab=${tabOf(view)}`, t('View: {name}', { name: view.name }), 'filter'),
      key: view.id,
    })),
    go('/follow-ups', t('Follow-ups'), 'clock'),
    go('/search', t('Search'), 'search'),
    go('/customers', t('Customers'), 'people'),
    go('/companies', t('Companies'), 'people'),
    go('/knowledge', t('Knowledge'), 'book'),
    go('/analytics', t('Analytics'), 'chart'),
    go('/settings', t('Settings'), 'gear'),
    ...(typed === '' ? [] : sections),
    ...(agent ? [presence('online'), presence('away')] : []),
    ...macros,
    ...playbooks,
    { key: 'keys', label: t('Keys'), icon: 'keyboard', run: onKeys },
    { key: 'out', label: t('Sign out'), icon: 'out', run: () => onLeave('out') },
  ];
  const found = companies.map(({ id, name }) => go(`/companies/${id}`, name, 'people'));
  const fitting = fixed.filter(({ label, also = '' }) => hasWords(`${label} ${also}`, words));
  return [...fitting, ...found, ...sessions];
}

/** All of them, in any order: "transfer gra" is "Transfer to Grace". */
function hasWords(label: string, words: string): boolean {
  return words.split(/\s+/).every((word) => isLike(label, word));
}

/** In a conversation that is open: the list, and each by its name. */
function useMacroChoices(byName: boolean): Choice[] {
  const { macros: wanted, agent } = useConsole();
  const { sessionId } = useParams();
  const on = agent !== undefined && sessionId !== undefined;
  const { macros } = useMacros(on && byName);
  if (!on) return [];
  const named = (byName ? macros : []).map(({ id, title, shortcut }): Choice => ({
    key: id,
    label: t('Macro: {title} (/{shortcut})', { title, shortcut }),
    icon: 'bolt',
    run: () => wanted.tell(id),
  }));
  return [
    { key: 'macro', label: t('Run a macro…'), icon: 'bolt', run: () => wanted.tell(undefined) },
    ...named,
  ];
}

function useFoundSessions(words: string): Choice[] {
  const { http } = useConsole();
  const navigate = useNavigate();
  const [q] = useDebouncedValue(words, 200);
  const found = useQuery({
    queryKey: ['palette', q],
    queryFn: () => http.get<Page<Session>>('sessions', { q, limit: 8 }),
    enabled: q.length > 1,
  });
  if (q.length < 2) return [];
  return (found.data?.items ?? []).map((session): Choice => ({
    key: session.id,
    label: `${customerNameOf(session)}: ${clip(session.lastMessage?.text ?? '', 60)}${session.mergedInto ? ` · ${closedWord(session)}` : ''}`,
    icon: session.mergedInto ? 'merge' : 'person',
    run: () => void navigate(`/inbox/${session.id}?tab=${session.status === 'closed' ? 'closed' : 'all'}`),
  }));
}
