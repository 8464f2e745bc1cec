// What is being written into a session, and how it goes out.
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { NewMail } from '../../protocol/model/mail';
import { holesIn } from '../../protocol/reply-text';
import { useConsole } from '../context';
import type { Surface } from '../data/drafts';
import type { SentFile } from '../data/outbox';
import { mentionsIn } from '../data/mentions';
import { undoChoice, undoSeconds } from '../data/undo';
import { useAgents } from '../macros/use-agents';
import { useOffer } from '../shell/use-offer';
import { useKey } from '../ui/use-key';
import { useFiles } from './use-files';
import { useReplyFocus } from './use-reply-focus';
import { useTyping } from './use-typing';
import { plural, t } from '../i18n/translate';

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
  const { inbox, drafts, user } = useConsole();
  const { surface, text, setText, show } = useSurface(sessionId);
  const chosen = useFiles(sessionId);
  const { agents } = useAgents(surface === 'note');
  const typing = useTyping(sessionId, surface === 'reply' && mine);
  const words = text.trim();
  const blocked = surface === 'reply' && (!mine || shut || isUnaddressed(addressed));
  const nothing = surface === 'note' ? !words : (!words && !chosen.files.length) || !chosen.ready;
  const wrong = wrongIn(words, surface);
  useGrowing(field, text);
  const waiting = useWaiting(sessionId, { blocked, send });
  function write(next: string) {
    waiting.stop();
    setText(next);
    drafts.set(sessionId, surface, next);
    typing.wrote(next);
  }
  /** The very next key belongs to the field: none may fall between, as a shortcut or onto the other surface. */
  function turn(to: Surface) {
    waiting.stop();
    flushSync(() => show(to));
    field.current?.focus();
  }
  function send() {
    if (blocked && !shut && !nothing && wrong === undefined && waiting.begin()) return;
    if (blocked || nothing || wrong !== undefined) return toHole(field.current);
    if (surface === 'note')
      inbox.sending.send(sessionId, words, { note: true, mentions: mentionsIn(words, agents) });
    else
      inbox.sending.send(sessionId, words, {
        files: chosen.take(),
        mail: addressed?.mail,
        from: drafts.from(sessionId),
        undo: undoSeconds(undoChoice(localStorage, user.id), addressed !== null),
      });
    typing.stop();
    write('');
  }

  useDraftNews({
    sessionId,
    surface,
    inserted(caret, files) {
      chosen.giveBack(files);
      turn('reply');
      field.current?.setSelectionRange(caret, caret);
    },
    adopted: () => setText(drafts.get(sessionId, surface)),
  });
  useSurfaceKeys(surface === 'note' && words !== '', turn);
  useReplyFocus(field, mine);
  const { stop: stopTyping } = typing;
  const mail = addressed?.mail;
  const { waits } = waiting;
  return { mail, surface, text, chosen, blocked, nothing, wrong, waits, write, turn, send, stopTyping };
}

function useSurface(sessionId: string) {
  const { drafts } = useConsole();
  const [surface, setSurface] = useState<Surface>('reply');
  const [text, setText] = useState(() => drafts.get(sessionId, 'reply'));
  function show(to: Surface) {
    setSurface(to);
    setText(drafts.get(sessionId, to));
  }
  return { surface, text, setText, show };
}

/** Who sends before the conversation is theirs has meant it: it goes once what they did to get it is answered. */
function useWaiting(sessionId: string, { blocked, send }: { blocked: boolean; send: () => void }) {
  const { inbox } = useConsole();
  const [waits, setWaits] = useState(false);
  const isOver = waits && !blocked;
  useEffect(() => {
    if (isOver) send();
  }, [isOver]);
  function begin(): boolean {
    const asked = inbox.underWay(sessionId);
    if (!asked) return false;
    setWaits(true);
    asked.catch(() => setWaits(false));
    return true;
  }
  return { waits, begin, stop: () => setWaits(false) };
}

const isUnaddressed = (addressed: Place['addressed']) => addressed === undefined || addressed?.wrong === true;

interface DraftNews {
  sessionId: string;
  surface: Surface;
  /** Something was put into the reply: the caret goes there. */
  inserted(caret: number, files: readonly SentFile[]): void;
  /** What is in the field was written on another tab or device. */
  adopted(): void;
}

function useDraftNews({ sessionId, surface, inserted, adopted }: DraftNews): void {
  const { drafts } = useConsole();
  useEffect(
    () => drafts.onInsert((to, caret, files = []) => to === sessionId && inserted(caret, files)),
    [drafts, sessionId],
  );
  useEffect(
    () => drafts.onAdopt(({ sessionId: to, kind }) => to === sessionId && kind === surface && adopted()),
    [drafts, sessionId, surface],
  );
}

/** @param begun for the team: it does not go to the customer by a key, the note goes on */
function useSurfaceKeys(begun: boolean, turn: (to: Surface) => void): void {
  const { agent } = useConsole();
  useKey('r', () => turn(begun ? 'note' : 'reply'), { off: !agent });
  useKey('n', () => turn('note'), { off: !agent });
  useOffer('reply', agent && (() => turn('reply')));
  useOffer('note', agent && (() => turn('note')));
}

/** Why this cannot go out. */
function wrongIn(words: string, surface: Surface): string | undefined {
  if (words.length > longest)
    return plural(words.length - longest, {
      one: '{count} characters too long',
      other: '{count} characters too long',
    });
  const [hole] = surface === 'reply' ? holesIn(words) : [];
  return hole && t('Fill in first: {name}', { name: hole.name });
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
