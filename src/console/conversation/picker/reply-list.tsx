// What `/` opens: replies and macros by shortcut and words, the chosen one as it would be said here.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Macro } from '../../../protocol/macros';
import type { Session } from '../../../protocol/model/session';
import { filledReply, holesIn } from '../../../protocol/reply-text';
import { useConsole } from '../../context';
import { rankOf } from '../../data/word-at';
import { Icon } from '../../icons';
import { stepWords } from '../../macros/macro-words';
import { useAgents } from '../../macros/use-agents';
import { useMacros } from '../../macros/use-macros';
import '../../styles/replies.css';
import type { Picker } from './use-picker';
import { useReplies } from './use-replies';
import { useReplyValues } from './use-reply-values';
import { WithHoles } from './with-holes';
import { plural, t } from '../../i18n/translate';

const most = 50;

export default function ReplyList({ session, picker }: { session: Session; picker: Picker }) {
  const { http, macros } = useConsole();
  const values = useReplyValues(session);
  const { offered, known } = useOffered();
  const words = picker.asked?.words ?? '';
  const found = fitting(offered, words);
  const [at, setAt] = useState(0);
  useEffect(() => setAt(0), [words]);
  const chosen = found[Math.min(at, found.length - 1)];

  function take(reply: Offered): void {
    if (reply.macro) {
      picker.put('');
      return macros.tell(reply.id);
    }
    picker.put(filledReply(reply.content, values));
    // How often it is taken is worth no trouble to whoever takes it.
    void http.post(`canned-replies/${reply.id}/used`).catch(() => undefined);
  }
  picker.listKeys.current = ({ key, shiftKey }: KeyboardEvent) => {
    if (!chosen) return !known && key === 'Enter';
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) setAt((found.indexOf(chosen) + step + found.length) % found.length);
    else if ((key === 'Enter' && !shiftKey) || (key === 'Tab' && !shiftKey)) take(chosen);
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
  if (!known || (!chosen && words)) return null;
  if (!chosen)
    return (
      <p className="picker quiet pad">
        {t('No canned reply yet. Settings, Replies is where they are written.')}
      </p>
    );
  return (
    <div className="picker" role="group" aria-label={t('Canned replies')}>
      <ul id="picker-list" role="listbox" aria-label={t('Canned replies')}>
        {found.map((reply) => (
          <Choice key={reply.id} reply={reply} chosen={reply === chosen} onTake={() => take(reply)} />
        ))}
      </ul>
      <Preview reply={chosen} text={filledReply(chosen.content, values)} />
    </div>
  );
}

interface ChoiceProps {
  reply: Offered;
  chosen: boolean;
  onTake: () => void;
}

function Choice({ reply, chosen, onTake }: ChoiceProps) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) item.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <li
      ref={item}
      id={`picker-${reply.id}`}
      role="option"
      aria-selected={chosen}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <span className="picker-shortcut" translate="no">
        /{reply.shortcut}
      </span>
      <bdi>{reply.title}</bdi>
      {reply.macro && <Icon name="bolt" size={13} label={t('macro')} />}
      {!reply.shared && <Icon name="person" size={13} label={t('your own')} />}
    </li>
  );
}

function Preview({ reply, text }: { reply: Offered; text: string }) {
  const holes = holesIn(text).length;
  return (
    <div
      className="picker-preview"
      role="status"
      aria-label={t('Preview of {title}', { title: reply.title })}
    >
      <p dir="auto">
        <WithHoles text={text} />
      </p>
      {reply.macro && <MacroSteps macro={reply.macro} />}
      {holes > 0 && (
        <p className="quiet">
          {plural(holes, {
            one: 'One place is yours to fill in.',
            other: '{count} places are yours to fill in.',
          })}
        </p>
      )}
    </div>
  );
}

function MacroSteps({ macro }: { macro: Macro }) {
  const { agents } = useAgents();
  const agentName = (id: string) => agents.find((agent) => agent.id === id)?.displayName;
  const lines = stepWords(macro.steps, { agentName }).map(({ words }) => words);
  return <p className="quiet">{t('Macro: {title}', { title: lines.join(' · ') })}</p>;
}

/** What `/` finds: a reply, which is put into the field, or a macro, which is shown before it is run. */
interface Offered {
  id: string;
  shortcut: string;
  title: string;
  shared: boolean;
  uses: number;
  /** With its variables. */
  content: string;
  macro?: Macro;
}

function useOffered(): { offered: readonly Offered[]; known: boolean } {
  const replies = useReplies();
  const macros = useMacros();
  const offered = useMemo(
    () => [
      ...replies.replies,
      ...macros.macros.map((macro) => ({ ...macro, content: macro.steps.reply ?? '', macro })),
    ],
    [replies.replies, macros.macros],
  );
  return { offered, known: replies.known && macros.known };
}

/** The better it fits, the earlier; then what is taken most. */
function fitting(offered: readonly Offered[], words: string): Offered[] {
  return offered
    .flatMap((one) => {
      const rank = rankOf(words, [one.shortcut, one.title, one.content]);
      return rank === undefined ? [] : [{ one, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank || b.one.uses - a.one.uses)
    .slice(0, most)
    .map(({ one }) => one);
}
