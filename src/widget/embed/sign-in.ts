// Who the page says is signed in: their identity, a newer one when it runs out, and the end of it.
import type { Frame } from './frame';
import type { PanelFrame } from './panel';
import { subjectOf, type Persons } from './persons';

export interface Identity {
  /** A JWT signed with the channel's identity secret. */
  token: string;
  /** Called when the token has run out; resolves to a new one. */
  refresh?: () => Promise<string>;
}

export interface SignIn {
  /** The JWT, while somebody is signed in. */
  identity(): string | undefined;
  identify(next?: Partial<Identity> | null): void;
  logout(): void;
  refresh(): Promise<void>;
  destroy(): void;
}

interface SignInDeps {
  /** Where the book of persons is: other tabs write it, too. */
  bookKey: string;
  frame: Frame;
  panel: PanelFrame;
  persons: Persons;
  fail: (code: string, message: string) => void;
}

export function createSignIn({ bookKey, frame, panel, persons, fail }: SignInDeps): SignIn {
  let identity: Identity | undefined;
  let refreshes = 0;
  let refreshedAt = 0;

  function logout(): void {
    panel.show(false);
    persons.signOut();
    identity = undefined;
    panel.restart();
  }

  function identify(next?: Partial<Identity> | null): void {
    if (!next?.token) {
      if (identity) return logout();
      return fail('invalid', 'identify needs { token }; who was signed in ends that with logout.');
    }
    const subject = subjectOf(next.token);
    if (subject === undefined) return fail('invalid', 'The token of identify is no JWT with a "sub".');
    const before = persons.id();
    if (persons.signsInAnother(subject)) {
      panel.show(false);
      persons.signOut();
    }
    persons.signIn(subject);
    identity = next as Identity;
    if (persons.id() === before) return frame.tell({ type: 'identity', token: identity.token });
    panel.restart();
    panel.resume();
  }

  async function refresh(): Promise<void> {
    try {
      // A refresh that brings refused tokens again and again is slowed down; one now and then is not.
      refreshes = Date.now() - refreshedAt < 120_000 ? refreshes + 1 : 0;
      await new Promise((resolve) => setTimeout(resolve, Math.min(refreshes * 2_000, 60_000)));
      refreshedAt = Date.now();
      const asked = identity;
      const next = await asked?.refresh?.();
      if (next && identity === asked) identify({ ...asked, token: next });
    } catch {
      fail('unauthenticated', 'The identity has run out and refresh failed.');
    }
  }

  /** Another tab has signed somebody in or out. */
  function follow({ key }: StorageEvent): void {
    if ((key !== bookKey && key !== null) || !persons.follow()) return;
    identity = undefined;
    panel.show(false);
    panel.restart();
  }

  addEventListener('storage', follow);
  return {
    identity: () => identity?.token,
    identify,
    logout,
    refresh,
    destroy: () => removeEventListener('storage', follow),
  };
}
