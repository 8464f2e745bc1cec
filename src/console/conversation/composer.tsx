// Reply and Note are two surfaces that nobody can confuse. What cannot be done is said, with the way out beside it.
import { ActionIcon, Button, FileButton } from '@mantine/core';
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
} from 'react';
import { flushSync } from 'react-dom';
import type { Session } from '../../protocol/model/session';
import { useConsole, useInbox } from '../context';
import type { Surface } from '../data/drafts';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { useKey } from '../shell/use-key';
import { FileChips } from './file-chips';
import { useFiles } from './use-files';
import { useReplyFocus } from './use-reply-focus';
import { useTyping } from './use-typing';

const longest = 10_000;

interface Props {
  session: Session;
  mine: boolean;
}

export function Composer({ session, mine }: Props) {
  const { inbox, drafts, agent } = useConsole();
  const [surface, setSurface] = useState<Surface>('reply');
  const [text, setText] = useState(() => drafts.get(session.id, 'reply'));
  const field = useRef<HTMLTextAreaElement>(null);
  const online = useInbox((state) => state.connection === 'online');
  const chosen = useFiles();
  const typing = useTyping(session.id, surface === 'reply' && mine);

  function write(next: string) {
    setText(next);
    drafts.set(session.id, surface, next);
    typing.wrote(next);
  }
  /** The very next key belongs to the field: none may fall between, as a shortcut or onto the other surface. */
  function turn(to: Surface) {
    flushSync(() => {
      setSurface(to);
      setText(drafts.get(session.id, to));
    });
    field.current?.focus();
  }
  function send() {
    const words = text.trim();
    if (words.length > longest) return;
    if (surface === 'note') {
      if (!words) return;
      inbox.sending.send(session.id, words, { note: true });
    } else {
      if ((!words && chosen.files.length === 0) || !chosen.ready) return;
      inbox.sending.send(session.id, words, { files: chosen.take() });
    }
    typing.stop();
    write('');
  }

  useEffect(() => {
    return drafts.onInsert((to, caret) => {
      if (to !== session.id) return;
      turn('reply');
      field.current?.setSelectionRange(caret, caret);
    });
  }, [drafts, session.id]);
  // What was begun for the team does not go to the customer by a key: the note goes on.
  useKey('r', () => turn(surface === 'note' && text.trim() ? 'note' : 'reply'), { off: !agent });
  useKey('n', () => turn('note'), { off: !agent });
  useGrowing(field, text);
  useReplyFocus(field, mine);

  function keys(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (surface === 'note' || mine) send();
  }

  if (!agent) {
    return <p className="composer-note">Your user is no agent: you can read here, not write.</p>;
  }
  const blocked = surface === 'reply' && !mine;
  const over = text.trim().length - longest;
  const nothing = surface === 'note' ? !text.trim() : (!text.trim() && !chosen.files.length) || !chosen.ready;
  function take(event: ClipboardEvent | DragEvent, data: DataTransfer) {
    if (surface === 'note' || !data.types.includes('Files')) return;
    event.preventDefault();
    chosen.add(data.files);
  }
  return (
    <div
      className={`composer ${surface}`}
      onPaste={(event) => take(event, event.clipboardData)}
      onDragOver={(event) => take(event, event.dataTransfer)}
      onDrop={(event) => take(event, event.dataTransfer)}
    >
      <div className="surfaces" role="group" aria-label="What to write">
        <button
          type="button"
          className="surface reply"
          aria-pressed={surface === 'reply'}
          onClick={() => turn('reply')}
        >
          Reply
        </button>
        <button
          type="button"
          className="surface note"
          aria-pressed={surface === 'note'}
          onClick={() => turn('note')}
        >
          <Icon name="lock" size={13} /> Note
        </button>
        {surface === 'note' && <span className="note-words">Only your team sees this</span>}
        {!online && <span className="quiet">Not connected: it is kept and sent later</span>}
      </div>
      {blocked && <Blocked session={session} />}
      <textarea
        ref={field}
        dir="auto"
        rows={blocked && !text ? 1 : 2}
        aria-label={surface === 'note' ? 'Note, only your team sees this' : 'Reply to the customer'}
        placeholder={placeholder(surface, mine)}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={keys}
        onBlur={typing.stop}
      />
      {surface === 'reply' && <FileChips chosen={chosen} />}
      <div className="composer-foot">
        {surface === 'reply' && <AttachButton onFiles={chosen.add} />}
        <span className={over > 0 ? 'quiet failed' : 'quiet'} role={over > 0 ? 'alert' : undefined}>
          {over > 0 ? `${over} characters too long` : 'Enter sends, Shift+Enter breaks the line'}
        </span>
        <Button
          size="compact-md"
          color={surface === 'note' ? 'yellow.8' : undefined}
          autoContrast
          disabled={blocked || nothing || over > 0}
          leftSection={<Icon name={surface === 'note' ? 'lock' : 'send'} size={15} />}
          onClick={send}
        >
          {surface === 'note' ? 'Add note' : 'Send'}
        </Button>
      </div>
    </div>
  );
}

function AttachButton({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  return (
    <FileButton multiple onChange={onFiles}>
      {(props) => (
        <ActionIcon {...props} variant="subtle" color="gray" aria-label="Attach files" title="Attach files">
          <Icon name="clip" size={16} />
        </ActionIcon>
      )}
    </FileButton>
  );
}

function placeholder(surface: Surface, mine: boolean): string {
  if (surface === 'note') return 'A note for your team';
  return mine ? 'Write to the customer' : 'Draft a reply; it is kept until you can send it';
}

function Blocked({ session }: { session: Session }) {
  const { inbox } = useConsole();
  const me = useInbox((state) => state.agent?.id);
  const [busy, act] = useAct();
  const ways = {
    active: ['With the AI. Take over to reply.', 'Take over', () => inbox.claim(session.id)],
    waiting: ['Waiting for a person. Take over to reply.', 'Take over', () => inbox.claim(session.id)],
    closed: ['Closed. Reopen to reply.', 'Reopen', () => inbox.reopen(session.id)],
    with_agent: [
      `With ${session.agentName || 'another agent'}. Transfer it to yourself to reply.`,
      'Transfer to me',
      () => inbox.transfer(session.id, { agentId: me ?? '' }, ''),
    ],
  } as const;
  const [words, way, run] = ways[session.status];
  return (
    <p className="blocked">
      <Icon name="alert" size={15} />
      <bdi>{words}</bdi>
      <Button size="compact-xs" variant="default" loading={busy} onClick={() => act(run)}>
        {way}
      </Button>
    </p>
  );
}

function useGrowing(field: React.RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(240, element.scrollHeight + 2)}px`;
  }, [field, text]);
}
