// What `/` opens: replies by shortcut and words, the chosen one as it would be said here.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { CannedReply } from '../../../protocol/canned-replies';
import type { Session } from '../../../protocol/model/session';
import { filledReply, holesIn } from '../../../protocol/reply-text';
import { useConsole } from '../../context';
import { rankOf } from '../../data/word-at';
import { Icon } from '../../icons';
import '../../styles/replies.css';
import type { Picker } from './use-picker';
import { useReplies } from './use-replies';
import { useReplyValues } from './use-reply-values';
import { WithHoles } from './with-holes';

const most = 50;

export default function ReplyList({ session, picker }: { session: Session; picker: Picker }) {
  const { http } = useConsole();
  const values = useReplyValues(session);
  const { replies, known } = useReplies();
  const words = picker.asked?.words ?? '';
  const found = fitting(replies, words);
  const [at, setAt] = useState(0);
  useEffect(() => setAt(0), [words]);
  const chosen = found[Math.min(at, found.length - 1)];

  function take(reply: CannedReply): void {
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
      <p className="picker quiet pad">No canned reply yet. Settings, Replies is where they are written.</p>
    );
  return (
    <div className="picker" role="group" aria-label="Canned replies">
      <ul id="picker-list" role="listbox" aria-label="Canned replies">
        {found.map((reply) => (
          <Choice key={reply.id} reply={reply} chosen={reply === chosen} onTake={() => take(reply)} />
        ))}
      </ul>
      <Preview reply={chosen} text={filledReply(chosen.content, values)} />
    </div>
  );
}

interface ChoiceProps {
  reply: CannedReply;
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
      {!reply.shared && <Icon name="person" size={13} label="your own" />}
    </li>
  );
}

function Preview({ reply, text }: { reply: CannedReply; text: string }) {
  const holes = holesIn(text).length;
  return (
    <div className="picker-preview" role="status" aria-label={`Preview of ${reply.title}`}>
      <p dir="auto">
        <WithHoles text={text} />
      </p>
      {holes > 0 && (
        <p className="quiet">
          {holes === 1 ? 'One place is yours to fill in.' : `${holes} places are yours to fill in.`}
        </p>
      )}
    </div>
  );
}

/** The better it fits, the earlier; then what is taken most. */
function fitting(replies: readonly CannedReply[], words: string): CannedReply[] {
  return replies
    .flatMap((reply) => {
      const rank = rankOf(words, [reply.shortcut, reply.title, reply.content]);
      return rank === undefined ? [] : [{ reply, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank || b.reply.uses - a.reply.uses)
    .slice(0, most)
    .map(({ reply }) => reply);
}
