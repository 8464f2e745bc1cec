// Ctrl+K: pages, presence and conversations by name, without leaving the keyboard.
import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { fail } from '../hooks';
import { Icon, type IconName } from '../icons';

interface Choice {
  key: string;
  label: string;
  icon: IconName;
  run: () => void;
}

export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const choices = useChoices(words, onKeys);
  const chosen = Math.min(at, choices.length - 1);

  function pick(choice: Choice | undefined) {
    if (!choice) return;
    onClose();
    choice.run();
  }

  function keys(event: KeyboardEvent) {
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
      padding={8}
      transitionProps={{ duration: 100 }}
      title="Go to anything"
    >
      <TextInput
        data-autofocus
        placeholder="Go to a page or a conversation"
        aria-label="Go to a page or a conversation"
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={choices[chosen] ? `palette-${choices[chosen].key}` : undefined}
        leftSection={<Icon name="search" />}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <ul id="palette-list" className="palette" role="listbox" aria-label="Places and conversations">
        {choices.map((choice, index) => (
          <li
            key={choice.key}
            id={`palette-${choice.key}`}
            role="option"
            aria-selected={index === chosen}
            onMouseMove={() => setAt(index)}
            onClick={() => pick(choice)}
          >
            <Icon name={choice.icon} size={16} />
            <bdi>{choice.label}</bdi>
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p className="quiet pad">Nothing has these words.</p>}
    </Modal>
  );
}

function useChoices(words: string, onKeys: () => void): Choice[] {
  const { inbox, http, auth, agent } = useConsole();
  const navigate = useNavigate();
  const [q] = useDebouncedValue(words.trim(), 200);
  const found = useQuery({
    queryKey: ['palette', q],
    queryFn: () => http.get<Page<Session>>('sessions', { q, limit: 8 }),
    enabled: q.length > 1,
  });
  const go = (to: string, label: string, icon: IconName): Choice => ({
    key: label.replace(/\W/g, '-'),
    label,
    icon,
    run: () => void navigate(to),
  });
  const presence = (status: 'online' | 'away'): Choice => ({
    key: status,
    label: status === 'online' ? 'Go online' : 'Go away',
    icon: 'moon',
    run: () => void inbox.presence(status).catch(fail),
  });
  const fixed: Choice[] = [
    go('/inbox?tab=mine', 'Mine', 'inbox'),
    go('/inbox?tab=waiting', 'Waiting', 'clock'),
    go('/inbox?tab=ai', 'With AI', 'spark'),
    go('/inbox?tab=all', 'All open', 'inbox'),
    go('/inbox?tab=closed', 'Closed', 'check'),
    go('/customers', 'Customers', 'people'),
    go('/knowledge', 'Knowledge', 'book'),
    go('/analytics', 'Analytics', 'chart'),
    go('/settings', 'Settings', 'gear'),
    ...(agent ? [presence('online'), presence('away')] : []),
    { key: 'keys', label: 'Keys', icon: 'keyboard', run: onKeys },
    { key: 'out', label: 'Sign out', icon: 'out', run: () => void auth.logout() },
  ];
  const wanted = words.trim().toLocaleLowerCase();
  const sessions = (found.data?.items ?? []).map((session): Choice => ({
    key: session.id,
    label: `${session.customerName ?? 'Visitor'}: ${session.lastMessage?.text.slice(0, 60) ?? ''}`,
    icon: 'person',
    run: () => void navigate(`/inbox/${session.id}?tab=${session.status === 'closed' ? 'closed' : 'all'}`),
  }));
  return [
    ...fixed.filter(({ label }) => label.toLocaleLowerCase().includes(wanted)),
    ...(q.length > 1 ? sessions : []),
  ];
}
