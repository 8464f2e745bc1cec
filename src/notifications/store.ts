// What notifications keep. Every method of the first two runs inside withOrganization.
import type { NotedCustomer } from '../protocol/noted-customer';
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

/** Where something happened: a conversation, or a note about a customer. */
export type NewsPlace = { sessionId: string; noteId?: undefined } | { noteId: string; sessionId?: undefined };

export type Kept = NewsPlace & {
  kind: NewsKind;
  at: Date;
};

/** What waits for a mail. */
export interface MailNewsStore {
  /** @returns since when something waits for each of the agents who work here */
  add(
    organizationId: string,
    news: NewsPlace & { kind: NewsKind; agentIds: readonly string[] },
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
  /** The note about a customer that calls the agent, until they have read it. */
  unreadNote(organizationId: string, agentId: string, noteId: string): Promise<NotedCustomer | undefined>;
}

/** Somebody who is to be told without a console. */
export interface Reachable {
  agentId: string;
  /** By their own last choice: not there for whoever waits. */
  isOffline: boolean;
  choices: Choice[];
  /** Ids of those that take pushes. */
  devices: string[];
}

export type ListReachable = (organizationId: string) => Promise<Reachable[]>;

export interface PushWords {
  titles: Record<NewsKind, string>;
  /** Who has no name. */
  visitor: string;
  /** Of a `{count}` of conversations; a browser that subscribed with an older console has none. */
  waiting?: string | undefined;
  several?: string | undefined;
}

/** How much a device was told within a minute. */
export interface Pace {
  minuteFrom: Date | null;
  minuteCount: number;
}

/** Where a browser is reached. */
export interface PushDevice extends Pace {
  /** When it was last told of what waits. */
  waitingToldAt: Date | null;
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
  /** Replaces the login's own; of more than ten of one agent the oldest go. `taken`: another login has the address by now. */
  add(
    caller: Caller,
    refreshToken: string,
    device: { endpoint: string; keys: { p256dh: string; auth: string }; words: PushWords },
  ): Promise<'added' | 'signed_out' | 'taken'>;
  /** It is reached elsewhere from now on. `taken`: another one has the address. */
  move(
    organizationId: string,
    id: string,
    to: { endpoint: string; keys: { p256dh: string; auth: string } },
  ): Promise<'moved' | 'taken'>;
  removeOwn(caller: Caller, refreshToken: string | undefined): Promise<void>;
  remove(organizationId: string, id: string): Promise<void>;
  /** @param pace with when it was told of what waits, if it was now */
  pace(organizationId: string, id: string, pace: Pace & { waitingToldAt?: Date }): Promise<void>;
  /** Forgets those whose login has ended; how many. */
  expire(organizationId: string): Promise<number>;
}

/** What a device is to be told. */
export type DueNews = NewsPlace & {
  kind: NewsKind;
  at: Date;
  /** Nobody wants to hear of it later. */
  until: Date;
  /** How often the push service took nothing. */
  tries: number;
};

/** What devices are told, a row for each and place: it is the truth, and a job for the device only rings. */
export interface PushNewsStore {
  /**
   * What is newer replaces what was not told, and goes at its time.
   * @returns for which devices a bell is to ring, and when
   */
  add(
    organizationId: string,
    news: NewsPlace & {
      kind: NewsKind;
      deviceIds: readonly string[];
      at: Date;
      dueAt: Date;
      until: Date;
    },
  ): Promise<Array<{ deviceId: string; dueAt: Date }>>;
  /** What is due for a device, oldest first, and with one that waits all that wait: due again at `again`, unless it is settled before. */
  take(organizationId: string, deviceId: string, when: { now: Date; again: Date }): Promise<DueNews[]>;
  /** It was told, or need not be. */
  settle(organizationId: string, deviceId: string, news: readonly DueNews[]): Promise<void>;
  postpone(
    organizationId: string,
    deviceId: string,
    late: { news: readonly DueNews[]; dueAt: Date; hasFailed: boolean },
  ): Promise<void>;
  /** When the next of a device is due. */
  next(organizationId: string, deviceId: string): Promise<Date | undefined>;
  countWaiting(organizationId: string): Promise<number>;
  /** Forgets what nobody wants to hear of any more; how many. */
  expire(organizationId: string): Promise<number>;
}

/** Across organizations, for the sweep. */
export interface LostPushes {
  /** Devices for which something has been due for longer than a bell takes. */
  devices(): Promise<Array<{ organizationId: string; deviceId: string }>>;
  /** Conversations of the last minutes that wait for somebody, or in which somebody was called, of which no row says that a device is told. */
  unnotified(): Promise<
    Array<
      NewsPlace & {
        organizationId: string;
        /** null: everybody who takes conversations. */
        agentId: string | null;
        kind: Extract<NewsKind, 'waiting' | 'message' | 'mentioned'>;
      }
    >
  >;
}
