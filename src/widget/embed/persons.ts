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
  /** @returns whether somebody else was signed in, of whom nothing is kept now */
  signIn(subject: string): boolean;
  /** Nobody who was here is from here on. */
  signOut(): void;
  toForget(): Forgotten[];
  forgotten(ids: readonly string[]): void;
}

/** @param isFirst of the browsers that kept the token alone, by its older key */
export function createPersons(storage: PageStorage, isFirst: PageStorage): Persons {
  let subject: string | undefined;
  let current = present(read());

  function read(): Book {
    try {
      return (JSON.parse(storage.get() || '{}') as Book | null) ?? {};
    } catch {
      return {};
    }
  }

  function write(book: Book): void {
    storage.set(JSON.stringify(book));
  }

  /** Who it is by this book; whoever has no page in it yet gets one. */
  function present(book: Book): string {
    if (subject !== undefined) {
      if (book.signedIn?.subject === subject) return book.signedIn.id;
    } else {
      const old = isFirst.get();
      book.anonymous ??= { id: newId(), ...(old && { token: old }) };
      if (old) isFirst.set('');
      write(book);
      return book.anonymous.id;
    }
    return '';
  }

  function signOut(): void {
    const { anonymous, signedIn, forget = [] } = read();
    const gone = [anonymous, signedIn].flatMap((one) =>
      one ? [{ person: one.id, ...(one.token && { token: one.token }) }] : [],
    );
    subject = undefined;
    const book = { forget: [...forget, ...gone] };
    write(book);
    current = present(book);
  }

  return {
    signOut,
    id: () => current,
    follow() {
      if (present(read()) === current) return false;
      subject = undefined;
      current = present(read());
      return true;
    },
    token() {
      const { anonymous, signedIn } = read();
      if (subject === undefined) return anonymous?.token;
      const isConnected = signedIn?.token && (!anonymous?.token || signedIn.seen === anonymous.token);
      return isConnected ? signedIn.token : anonymous?.token;
    },
    setToken(token) {
      const book = read();
      const person = subject === undefined ? book.anonymous : book.signedIn;
      if (person?.id !== current) return;
      if (token) person.token = token;
      else delete person.token;
      if (subject !== undefined && book.anonymous?.token) book.signedIn!.seen = book.anonymous.token;
      write(book);
    },
    signIn(next) {
      const before = read().signedIn?.subject ?? subject;
      const isOther = before !== undefined && before !== next;
      if (isOther) signOut();
      subject = next;
      const book = read();
      book.signedIn ??= { id: newId(), subject: next };
      write(book);
      current = book.signedIn.id;
      return isOther;
    },
    toForget: () => read().forget ?? [],
    forgotten(ids) {
      const { forget = [], ...book } = read();
      const left = forget.filter(({ person }) => !ids.includes(person));
      write({ ...book, ...(left.length > 0 && { forget: left }) });
    },
  };
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
