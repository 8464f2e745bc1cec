// Ctrl+K: pages, conversations, and what to do with the one that is open, by name, without leaving the keyboard.
import { Kbd, Modal, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import { isLike } from '../../protocol/spellings';
import { useConsole } from '../context';
import { fail } from '../hooks';
import { Icon, type IconName } from '../icons';
import { usePlaybookChoices } from '../playbooks/use-playbook-choices';
import { tabOf, useViews } from '../inbox/views/use-views';
import type { Choice } from './choice';
import type { Leaving } from './leave-first';
import { composes } from '../ui/use-key';
import { useCustomerChoices } from './use-customer-choices';
import { useFoundChoices } from './use-found-choices';
import { useMacroChoices } from './use-macro-choices';
import { useOfferedChoices } from './use-offered-choices';
import { useSessionChoices } from './use-session-choices';
import { useNewChoices, useSettingChoices } from './use-setting-choices';
import { t } from '../i18n/translate';

interface Props {
  /** What was typed before this was there. */
  typed: RefObject<string>;
  onClose: () => void;
  onKeys: () => void;
  onLeave: (how: Leaving) => void;
  /** Shows a dialog above the page; null takes it away. */
  onDialog: (dialog: ReactNode) => void;
}

export default function Palette({ typed, onClose, ...ways }: Props) {
  const [words, setWords] = useState(() => typed.current);
  const [at, setAt] = useState(0);
  const choices = useChoices(words, ways);
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
          <Keys names={choice.keys} />
        </li>
      ))}
    </ul>
  );
}

/** The key that does the same from the page. */
function Keys({ names = [] }: { names: Choice['keys'] }) {
  return (
    <span className="palette-keys" aria-hidden>
      {names.map((name) => (
        <Kbd key={name} size="xs">
          {name}
        </Kbd>
      ))}
    </span>
  );
}

function useChoices(
  words: string,
  { onKeys, onLeave, onDialog }: Omit<Props, 'typed' | 'onClose'>,
): Choice[] {
  const typed = words.trim();
  const byName = typed !== '';
  const actions = useSessionChoices(byName);
  const offered = useOfferedChoices();
  const customer = useCustomerChoices(byName, onDialog);
  const places = usePlaces();
  const settings = useSettingChoices();
  const presences = usePresences(onLeave);
  const macros = useMacroChoices(byName);
  const playbooks = usePlaybookChoices(byName);
  const begun = useNewChoices();
  const found = useFoundChoices(typed);
  const fixed: Choice[] = [
    ...actions,
    ...offered,
    ...customer,
    ...places,
    ...(byName ? settings : []),
    ...presences,
    ...macros,
    ...playbooks,
    ...(byName ? begun : []),
    { key: 'keys', label: t('Keys'), icon: 'keyboard', keys: ['?'], run: onKeys },
    { key: 'out', label: t('Sign out'), icon: 'out', run: () => onLeave('out') },
  ];
  const fitting = fixed.filter(({ label, also = '' }) => hasWords(`${label} ${also}`, words));
  // "later" is the tab of that name, not "Send later".
  const named = fitting.filter(({ label }) => label.length === typed.length && isLike(label, typed));
  return [...new Set([...named, ...fitting]), ...found];
}

function usePlaces(): Choice[] {
  const { agent, user } = useConsole();
  const navigate = useNavigate();
  const { data: views = [] } = useViews();
  const go = (to: string, label: string, icon: IconName): Choice => ({
    key: to.replace(/\W/g, '-'),
    label,
    icon,
    run: () => void navigate(to),
  });
  return [
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
    { ...go('/search', t('Search'), 'search'), keys: ['/'] },
    go('/customers', t('Customers'), 'people'),
    go('/companies', t('Companies'), 'people'),
    go('/knowledge', t('Knowledge'), 'book'),
    go('/analytics', t('Analytics'), 'chart'),
    go('/settings', t('Settings'), 'gear'),
  ];
}

function usePresences(onLeave: Props['onLeave']): Choice[] {
  const { inbox, agent } = useConsole();
  if (!agent) return [];
  const presence = (status: 'online' | 'away', label: string): Choice => ({
    key: status,
    label,
    icon: 'moon',
    run: () => void inbox.presence(status).catch(fail),
  });
  return [
    presence('online', t('Go online')),
    presence('away', t('Go away')),
    { key: 'offline', label: t('Go offline'), icon: 'moon', run: () => onLeave('offline') },
  ];
}

/** All of them, in any order: "transfer gra" is "Transfer to Grace". */
function hasWords(label: string, words: string): boolean {
  return words.split(/\s+/).every((word) => isLike(label, word));
}
