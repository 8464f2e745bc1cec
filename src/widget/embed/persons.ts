// Who uses this browser: somebody without a name, or who the page says is signed in. What is kept is kept for one of them.
import type { Forgotten } from '../frame-messages';
import type { PageStorage } from './page-storage';

interface Person {
  /** Random: it names what the frame keeps, and says nothing of the person. */
  id: string;
  /** The visitor token. */
  token?: string;
}

interface SignedIn extends Person {
  subject: string;
  /** The anonymous token that the server has seen with the sign-in: it connects the two. */
  seen?: string;
}

interface Book {
  anonymous?: Person;
  signedIn?: SignedIn;
  /** Signed out, and not yet forgotten by frame and server. */
  forget?: Forgotten[];
}

export interface Persons {
  id(): string;
  token(): string | undefined;
  setToken(token: string): void;
  /** Another tab may have signed somebody in or out. @returns whether whoever was here is gone: it is nobody then */
  follow(): boolean;
  signIn(subject: string): void;
  /** Somebody else is signed in. */
  signsInAnother(subject: string): boolean;
  /** Nobody who was here is from here on. */
  signOut(): void;
  toForget(): Forgotten[];
  forgotten(ids: readonly string[]): void;
}

/** @param older where browsers kept the token alone */
export function createPersons(storage: PageStorage, older: PageStorage): Persons {
  let subject: string | undefined;
  let current = present();

  function read(): Book {
    try {
      return (JSON.parse(storage.get() || '{}') as Book | null) ?? {};
    } catch {
      return {};
    }
  }

  function change(edit: (book: Book) => void): void {
    const book = read();
    edit(book);
    storage.set(JSON.stringify(book));
  }

  /** The id of who it is by the book; somebody without a name gets a page in it. Empty: who was signed in is gone. */
  function present(): string {
    const { anonymous, signedIn } = read();
    if (subject !== undefined) return signedIn?.subject === subject ? signedIn.id : '';
    if (anonymous) return anonymous.id;
    const token = older.get();
    if (token) older.set('');
    const made = { id: newId(), ...(token && { token }) };
    change((book) => (book.anonymous = made));
    return made.id;
  }

  return {
    id: () => current,
    follow() {
      if (present() === current) return false;
      subject = undefined;
      current = present();
      return true;
    },
    token: () => tokenIn(read(), subject !== undefined),
    setToken: (token) => change((book) => keepToken(book, { id: current, token })),
    signsInAnother(next) {
      const before = read().signedIn?.subject ?? subject;
      return before !== undefined && before !== next;
    },
    signIn(next) {
      subject = next;
      change((book) => (book.signedIn ??= { id: newId(), subject: next }));
      current = present();
    },
    signOut() {
      subject = undefined;
      change(forgetAll);
      current = present();
    },
    toForget: () => read().forget ?? [],
    forgotten: (ids) =>
      change((book) => (book.forget = book.forget?.filter(({ person }) => !ids.includes(person)) ?? [])),
  };
}

/** Who is signed in goes with their own token, until the server has yet to see a newer anonymous one beside it. */
function tokenIn({ anonymous, signedIn }: Book, isSignedIn: boolean): string | undefined {
  if (!isSignedIn) return anonymous?.token;
  const isConnected = signedIn?.token && (!anonymous?.token || signedIn.seen === anonymous.token);
  return isConnected ? signedIn.token : anonymous?.token;
}

/** An empty one is none. A frame of somebody who is gone is not listened to. */
function keepToken({ anonymous, signedIn }: Book, given: { id: string; token: string }): void {
  const person = [anonymous, signedIn].find((one) => one?.id === given.id);
  if (!person) return;
  if (given.token) person.token = given.token;
  else delete person.token;
  if (person === signedIn && anonymous?.token) signedIn.seen = anonymous.token;
}

function forgetAll(book: Book): void {
  const { anonymous, signedIn, forget = [] } = book;
  const gone = [anonymous, signedIn].flatMap((one) =>
    one ? [{ person: one.id, ...(one.token && { token: one.token }) }] : [],
  );
  delete book.anonymous;
  delete book.signedIn;
  book.forget = [...forget, ...gone];
}

/** Whom a JWT names; undefined where it is none. The server checks it: here it only tells one person from another. */
export function subjectOf(token: unknown): string | undefined {
  try {
    const claims = String(token).split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    const { sub } = JSON.parse(atob(claims)) as { sub?: unknown };
    return typeof sub === 'string' || typeof sub === 'number' ? String(sub) : undefined;
  } catch {
    return undefined;
  }
}

function newId(): string {
  return Math.random().toString(36).slice(2);
}
