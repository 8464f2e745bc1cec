// What is being written into a session, and how it goes out.
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { NewMail } from '../../protocol/model/mail';
import { holesIn } from '../../protocol/reply-text';
import { useConsole } from '../context';
import type { Surface } from '../data/drafts';
import { mentionsIn } from '../data/mentions';
import { undoChoice, undoSeconds } from '../data/undo';
import { useAgents } from '../macros/use-agents';
import { useKey } from '../shell/use-key';
import { useFiles } from './use-files';
import { useReplyFocus } from './use-reply-focus';
import { useTyping } from './use-typing';

const longest = 10_000;

export type Composing = ReturnType<typeof useComposing>;

interface Place {
  sessionId: string;
  /** The session is this agent's. */
  mine: boolean;
  /** Its channel takes no words now. */
  shut: boolean;
  /** Of a reply by mail, who gets it; undefined until that is known. Else null. */
  addressed: { mail: NewMail | undefined; wrong: boolean } | undefined | null;
}

export function useComposing(
  { sessionId, mine, shut, addressed }: Place,
  field: RefObject<HTMLTextAreaElement | null>,
) {
  const { inbox, drafts, agent, user } = useConsole();
  const [surface, setSurface] = useState<Surface>('reply');
  const [text, setText] = useState(() => drafts.get(sessionId, 'reply'));
  const chosen = useFiles(sessionId);
  const { agents } = useAgents(surface === 'note');
  const typing = useTyping(sessionId, surface === 'reply' && mine);
  const words = text.trim();
  const unaddressed = addressed === undefined || addressed?.wrong === true;
  const blocked = surface === 'reply' && (!mine || shut || unaddressed);
  const nothing = surface === 'note' ? !words : (!words && !chosen.files.length) || !chosen.ready;

  const wrong = wrongIn(words, surface);

  function write(next: string) {
    setText(next);
    drafts.set(sessionId, surface, next);
    typing.wrote(next);
  }
  /** The very next key belongs to the field: none may fall between, as a shortcut or onto the other surface. */
  function turn(to: Surface) {
    flushSync(() => {
      setSurface(to);
      setText(drafts.get(sessionId, to));
    });
    field.current?.focus();
  }
  function send() {
    if (blocked || nothing || wrong !== undefined) return toHole(field.current);
    if (surface === 'note')
      inbox.sending.send(sessionId, words, { note: true, mentions: mentionsIn(words, agents) });
    else {
      const from = drafts.from(sessionId);
      const undo = undoSeconds(undoChoice(localStorage, user.id), addressed !== null);
      inbox.sending.send(sessionId, words, { files: chosen.take(), mail: addressed?.mail, from, undo });
    }
    typing.stop();
    write('');
  }

  useEffect(() => {
    return drafts.onInsert((to, caret, files = []) => {
      if (to !== sessionId) return;
      chosen.giveBack(files);
      turn('reply');
      field.current?.setSelectionRange(caret, caret);
    });
  }, [drafts, sessionId]);
  // What was begun for the team does not go to the customer by a key: the note goes on.
  useKey('r', () => turn(surface === 'note' && words ? 'note' : 'reply'), { off: !agent });
  useKey('n', () => turn('note'), { off: !agent });
  useGrowing(field, text);
  useReplyFocus(field, mine);
  return { surface, text, chosen, blocked, nothing, wrong, write, turn, send, stopTyping: typing.stop };
}

/** Why this cannot go out. */
function wrongIn(words: string, surface: Surface): string | undefined {
  if (words.length > longest) return `${words.length - longest} characters too long`;
  const [hole] = surface === 'reply' ? holesIn(words) : [];
  return hole && `Fill in first: ${hole.name}`;
}

/** Where the next one is, for whoever wanted to send. */
function toHole(field: HTMLTextAreaElement | null): void {
  const [hole] = holesIn(field?.value ?? '');
  if (hole) field?.setSelectionRange(hole.from, hole.to);
}

function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(240, element.scrollHeight + 2)}px`;
  }, [field, text]);
}
