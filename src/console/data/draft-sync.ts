// An agent's drafts in this browser and on the server: they follow the agent, and no words of an older device cover newer ones.
import type { DraftKind, DraftUpdate, ReplyDraft } from '../../protocol/reply-drafts';
import type { Drafts } from './drafts';
import { Failure } from './failure';
import type { Inbox } from './inbox';
import type { Http } from './http';
import type { Live } from './live';

/** What this browser and the server last agreed upon. */
interface Base {
  version: string | null;
  text: string;
  /** What was being saved when no answer came, the newest last: the server may have one of them. */
  asked?: readonly string[];
}

interface Place {
  sessionId: string;
  kind: DraftKind;
}

interface Deps {
  drafts: Pick<Drafts, 'get' | 'adopt' | 'all' | 'onWrite'>;
  http: Pick<Http, 'get' | 'put'>;
  live: { socket: Pick<Live['socket'], 'on'> };
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  userId: string;
}

const pauseMs = 1_000;
const mostAsked = 5;
const none: Base = { version: null, text: '' };

/** Both, where neither says what the other does: nothing that was written is lost, and nothing is covered unseen. */
export function together(theirs: string, own: string): string {
  if (own.includes(theirs)) return own;
  return theirs.includes(own) ? theirs : `${theirs}\n${own}`;
}

function createBases(storage: Deps['storage'], userId: string) {
  const key = ({ sessionId, kind }: Place) => `parley.draft-base.${userId}.${sessionId}.${kind}`;
  // Another tab of this browser agrees with the server on its own.
  const known = new Map<string, Base>();
  function read(place: Place): Base {
    try {
      return { ...none, ...(JSON.parse(storage.getItem(key(place)) ?? '{}') as Partial<Base>) };
    } catch {
      return none;
    }
  }
  return {
    get: (place: Place): Base => known.get(key(place)) ?? read(place),
    set(place: Place, base: Base): void {
      known.set(key(place), base);
      try {
        if (base.version === null && base.asked === undefined) storage.removeItem(key(place));
        else storage.setItem(key(place), JSON.stringify(base));
      } catch {
        // Full or forbidden: the words are compared with the server's at the next visit.
      }
    },
  };
}

const keyOf = ({ sessionId, kind }: Place) => `${sessionId} ${kind}`;

interface PushDeps extends Pick<Deps, 'drafts' | 'http'> {
  bases: ReturnType<typeof createBases>;
  /** What was heard of it while it was being saved. */
  reconcile(place: Place, server: Base): void;
  /** There are newer words on the server. */
  refused(key: string): Promise<void>;
}

function createPushing({ drafts, http, bases, reconcile, refused }: PushDeps) {
  const saving = new Map<string, DraftUpdate | undefined>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  async function put(place: Place, text: string): Promise<unknown> {
    const { sessionId, kind } = place;
    const base = bases.get(place);
    const body = { kind, text, version: base.version };
    bases.set(place, { ...base, asked: [...(base.asked ?? []), text].slice(-mostAsked) });
    try {
      const saved = await http.put<{ version: string | null }>(`sessions/${sessionId}/draft`, body);
      bases.set(place, { version: saved.version, text });
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async function push(place: Place): Promise<void> {
    const key = keyOf(place);
    const text = drafts.get(place.sessionId, place.kind);
    if (saving.has(key) || text === bases.get(place).text) return;
    saving.set(key, undefined);
    const failed = await put(place, text);
    const heard = saving.get(key);
    saving.delete(key);
    if (heard && heard.version !== bases.get(place).version) reconcile(place, heard);
    else if (failed instanceof Failure && failed.code === 'conflict') await refused(key);
    else if (!failed && drafts.get(place.sessionId, place.kind) !== text) soon(place);
  }

  function soon(place: Place): void {
    const key = keyOf(place);
    clearTimeout(timers.get(key));
    // What was sent is no draft any more, on no device.
    const wait = drafts.get(place.sessionId, place.kind) ? pauseMs : 0;
    timers.set(
      key,
      setTimeout(() => void push(place), wait),
    );
  }

  return {
    soon,
    isSaving: (key: string) => saving.has(key),
    hear: (news: DraftUpdate) => void saving.set(keyOf(news), news),
  };
}

export function createDraftSync({ drafts, http, live, storage, userId }: Deps) {
  const bases = createBases(storage, userId);
  const pushing = createPushing({ drafts, http, bases, reconcile, refused: pull });

  function reconcile(place: Place, server: Base | undefined): void {
    const base = bases.get(place);
    const own = drafts.get(place.sessionId, place.kind);
    if ((server?.version ?? null) === base.version) {
      if (own !== base.text) pushing.soon(place);
      return;
    }
    const theirs = server?.text ?? '';
    bases.set(place, server ? { version: server.version, text: theirs } : none);
    const next = base.asked?.includes(theirs) ? own : own === base.text ? theirs : together(theirs, own);
    drafts.adopt(place.sessionId, place.kind, next);
    if (next !== theirs) pushing.soon(place);
  }

  /** @param refused what the server did not take although it knows no other: it stays in this browser until it changes */
  async function pull(refused?: string): Promise<void> {
    const found = await http.get<{ items: ReplyDraft[] }>('reply-drafts').catch(() => undefined);
    if (!found) return;
    const there = new Map(found.items.map((one) => [keyOf(one), one]));
    const places = new Map<string, Place>([...drafts.all(), ...found.items].map((one) => [keyOf(one), one]));
    for (const [key, place] of places) {
      const server = there.get(key);
      const isSame = (server?.version ?? null) === bases.get(place).version;
      if (!pushing.isSaving(key) && !(key === refused && isSame)) reconcile(place, server);
    }
  }

  return {
    start(): void {
      live.socket.on('ready', () => void pull());
      live.socket.on('draft:update', (news: DraftUpdate) => {
        if (pushing.isSaving(keyOf(news))) pushing.hear(news);
        else if (news.version !== bases.get(news).version)
          reconcile(news, news.version === null ? undefined : news);
      });
      drafts.onWrite(pushing.soon);
    },
  };
}

/** Which rows say that something is begun there. */
export function markDrafts({ drafts, inbox }: { drafts: Drafts; inbox: Pick<Inbox, 'state'> }): () => void {
  function mark({ sessionId }: Place): void {
    const has = (['reply', 'note'] as const).some((kind) => drafts.get(sessionId, kind).trim() !== '');
    inbox.state.set((now) => {
      if (has === (now.drafted[sessionId] ?? false)) return now;
      const { [sessionId]: _, ...others } = now.drafted;
      return { ...now, drafted: has ? { ...others, [sessionId]: true } : others };
    });
  }
  for (const place of drafts.all()) mark(place);
  const offs = [drafts.onWrite(mark), drafts.onAdopt(mark)];
  return () => offs.forEach((off) => off());
}
