// What `@` opens in a note: colleagues by name, with whether they are there.
import { useEffect, useState, type KeyboardEvent } from 'react';
import type { Agent } from '../../../protocol/people';
import { useConsole, useInbox } from '../../context';
import { rankOf } from '../../data/word-at';
import { useActiveAgents } from '../../macros/use-agents';
import { Avatar } from '../../shell/avatar';
import { presenceWords } from '../../shell/presence-words';
import '../../styles/replies.css';
import type { Picker } from './use-picker';
import { t } from '../../i18n/translate';

const most = 30;

export default function ColleagueList({ picker }: { picker: Picker }) {
  const { agent: me } = useConsole();
  const { agents, known } = useActiveAgents();
  const presences = useInbox((state) => state.presences);
  const words = picker.asked?.words ?? '';
  const found = fitting(agents, words).filter(({ id }) => id !== me?.id);
  const [at, setAt] = useState(0);
  useEffect(() => setAt(0), [words]);
  const chosen = found[Math.min(at, found.length - 1)];
  const take = ({ displayName }: Agent) => picker.put(`@${displayName} `);
  picker.listKeys.current = ({ key, shiftKey }: KeyboardEvent) => {
    if (!chosen) return !known && key === 'Enter';
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) setAt((found.indexOf(chosen) + step + found.length) % found.length);
    else if ((key === 'Enter' || key === 'Tab') && !shiftKey) take(chosen);
    else return false;
    return true;
  };
  const active = chosen && `picker-${chosen.id}`;
  useEffect(() => picker.setActive(active), [active]);
  useEffect(
    () => () => {
      picker.listKeys.current = undefined;
      picker.setActive(undefined);
    },
    [],
  );
  if (!chosen) return null;
  return (
    <div className="picker colleagues">
      <ul id="picker-list" role="listbox" aria-label={t('Colleagues')}>
        {found.map((agent) => (
          <li
            key={agent.id}
            id={`picker-${agent.id}`}
            role="option"
            aria-selected={agent === chosen}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(agent)}
          >
            <Avatar name={agent.displayName} size={20} agentId={agent.id} />
            <bdi>{agent.displayName}</bdi>
            <span className="quiet">
              {presenceWords[presences[agent.id] ?? 'offline'].toLocaleLowerCase()}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function fitting(agents: readonly Agent[], words: string): Agent[] {
  return agents.filter(({ displayName }) => rankOf(words, [displayName]) !== undefined).slice(0, most);
}
