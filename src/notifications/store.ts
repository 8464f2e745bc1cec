// What notifications keep. Every method of the first two runs inside withOrganization.
import type { NewsKind, NewsWay } from '../protocol/notifications';

export interface Choice {
  kind: NewsKind;
  way: NewsWay;
  wanted: boolean;
}

export interface ChoiceStore {
  /** What the agent has chosen; the rest is as it was at first. */
  get(organizationId: string, agentId: string): Promise<Choice[]>;
  set(organizationId: string, agentId: string, choices: readonly Choice[]): Promise<void>;
}

export interface Kept {
  sessionId: string;
  kind: NewsKind;
  at: Date;
}

/** What waits for a mail. */
export interface MailNewsStore {
  /** @returns since when something waits for each of the agents who work here */
  add(
    organizationId: string,
    news: { sessionId: string; kind: NewsKind; agentIds: readonly string[] },
  ): Promise<Array<{ agentId: string; since: Date }>>;
  /** Takes what waits for an agent, oldest first: whoever asks next gets nothing. */
  take(organizationId: string, agentId: string): Promise<Kept[]>;
  putBack(organizationId: string, agentId: string, kept: readonly Kept[]): Promise<void>;
  /** Who has waited for longer than the bell takes. */
  lost(organizationId: string, olderThan: Date): Promise<string[]>;
  /** Where mails to the agent go and in which language; undefined: they may not sign in any more. */
  reader(
    organizationId: string,
    agentId: string,
  ): Promise<{ email: string; language: string | null } | undefined>;
  hasUnreadMention(organizationId: string, agentId: string, sessionId: string): Promise<boolean>;
}

/** Somebody who is to be told without a console. */
export interface Reachable {
  organizationId: string;
  agentId: string;
  /** By their own last choice: not there for whoever waits. */
  isOffline: boolean;
  choices: Choice[];
  /** Ids of those that take pushes. */
  devices: string[];
}

/** Across organizations: asked of all at once, so that a message costs no look of its own. */
export type ListReachable = () => Promise<Reachable[]>;

export interface PushWords {
  titles: Record<NewsKind, string>;
  /** Who has no name. */
  visitor: string;
}

/** Where a browser is reached. */
export interface PushDevice {
  id: string;
  agentId: string;
  endpoint: string;
  /** Its public key and its secret, base64url. */
  p256dh: string;
  auth: string;
  words: PushWords;
}

export interface Caller {
  organizationId: string;
  userId: string;
  agentId: string;
}

/** A device is one of a login, which its refresh token names: it ends with the login, however that ends. */
export interface PushDeviceStore {
  /** Undefined: gone, or its login is. */
  get(organizationId: string, id: string): Promise<PushDevice | undefined>;
  /** `own`: the login has one; `isSignedIn`: it is a login of the caller's. */
  of(
    caller: Caller,
    refreshToken: string | undefined,
  ): Promise<{ own: boolean; count: number; isSignedIn: boolean }>;
  /** Replaces the login's own; of more than ten of one agent the oldest go. @returns false without such a login of the caller's */
  add(
    caller: Caller,
    refreshToken: string | undefined,
    device: { endpoint: string; keys: { p256dh: string; auth: string }; words: PushWords },
  ): Promise<boolean>;
  removeOwn(caller: Caller, refreshToken: string | undefined): Promise<void>;
  remove(organizationId: string, id: string): Promise<void>;
  /** Forgets those whose login has ended; how many. */
  expire(organizationId: string): Promise<number>;
}
