// Last week's numbers by mail, on Monday morning where the reader is. The row says of which week it has gone: it is
// written before the mail server may take it, so that a mail goes once, or it is said that nobody knows.
import type { FiguresReport } from '../protocol/figures';
import { consoleLanguageOf } from '../protocol/model/console-languages';
import type { WeeklyMail } from '../protocol/weekly-mail';
import type { Asked } from './figures';
import { latestMonday, weekBefore } from './periods';
import { weeklyWords } from './weekly-words';

/** How a try ended. */
export type Tried =
  | { outcome: 'sent' }
  /** Nothing was taken: it may be tried again. */
  | { outcome: 'unreachable'; reason: string }
  | { outcome: 'refused' | 'uncertain'; reason: string };

export interface Wanting {
  userId: string;
  email: string;
  timeZone: string;
  /** Of the console, as in `consoleLanguages`; null: nobody chose one. */
  language: string | null;
  /** The Monday after the newest week that went out. */
  week: string;
}

export type Kept = Omit<WeeklyMail, 'whyNot'>;

/** Every method runs inside withOrganization. `week` is a Monday, YYYY-MM-DD. */
export interface WeeklyMailStore {
  get(organizationId: string, userId: string): Promise<Kept | undefined>;
  /** @param week of whoever asks for the first time: what is before it is not sent. */
  want(
    organizationId: string,
    userId: string,
    wish: { wanted: boolean; timeZone: string; week: string },
  ): Promise<void>;
  /** Those who may still see the numbers. */
  wanting(organizationId: string): Promise<Wanting[]>;
  /** False: somebody else has it. From then on it is uncertain. */
  claim(organizationId: string, userId: string, week: string): Promise<boolean>;
  /** @param week where it is to be tried again: the one before */
  settle(
    organizationId: string,
    userId: string,
    how: { state: Tried['outcome']; reason?: string; week?: string },
  ): Promise<void>;
}

export interface WeeklyMailDeps {
  store: WeeklyMailStore;
  report(organizationId: string, asked: Asked & { bucket: 'day' }): Promise<FiguresReport>;
  /** Sends a mail from the organization's mailbox; undefined: it has none. */
  mailbox(
    organizationId: string,
  ): Promise<((mail: { to: string; subject: string; text: string }) => Promise<Tried>) | undefined>;
  nameOf(organizationId: string): Promise<string>;
  /** Where the numbers are; undefined: nobody knows the server's address. */
  link: string | undefined;
  now?(): Date;
}

export type WeeklyMails = ReturnType<typeof createWeeklyMails>;

const noMailbox = 'There is no mailbox that sends: connect one under Settings, Channels.';

export function createWeeklyMails(deps: WeeklyMailDeps) {
  const { store, mailbox, now = () => new Date() } = deps;
  return {
    /** Whether this person gets them, and what became of the last. */
    async get(organizationId: string, userId: string): Promise<WeeklyMail> {
      const kept = (await store.get(organizationId, userId)) ?? { wanted: false };
      const mayGo = (await mailbox(organizationId)) !== undefined;
      return { ...kept, ...(!mayGo && { whyNot: noMailbox }) };
    },

    /** The first one comes on the Monday after. */
    want: (organizationId: string, userId: string, wish: { wanted: boolean; timeZone: string }) =>
      store.want(organizationId, userId, { ...wish, week: latestMonday(now(), wish.timeZone) }),

    /** Sends what is due of one organization. Run twice it sends once. */
    async send(organizationId: string): Promise<void> {
      const due = (await store.wanting(organizationId)).filter(
        ({ week, timeZone }) => week < latestMonday(now(), timeZone),
      );
      const send = due.length > 0 ? await mailbox(organizationId) : undefined;
      if (!send) return;
      for (const one of due) await sendOne(deps, { organizationId, one, send, now: now() });
    },
  };
}

interface Due {
  organizationId: string;
  one: Wanting;
  send: NonNullable<Awaited<ReturnType<WeeklyMailDeps['mailbox']>>>;
  now: Date;
}

async function sendOne(deps: WeeklyMailDeps, { organizationId, one, send, now }: Due): Promise<void> {
  const { userId, email, timeZone } = one;
  const language = consoleLanguageOf(one.language);
  const week = latestMonday(now, timeZone);
  const days = { ...weekBefore(week), timeZone };
  const report = await deps.report(organizationId, { ...days, filter: {}, bucket: 'day' });
  const mail = weeklyWords({
    name: await deps.nameOf(organizationId),
    days,
    report,
    link: deps.link,
    language,
  });
  if (!(await deps.store.claim(organizationId, userId, week))) return;
  const tried = await send({ to: email, ...mail });
  await deps.store.settle(organizationId, userId, {
    state: tried.outcome,
    ...(tried.outcome !== 'sent' && { reason: tried.reason }),
    ...(tried.outcome === 'unreachable' && { week: one.week }),
  });
}
