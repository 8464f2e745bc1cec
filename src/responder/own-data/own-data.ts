// "Where is my order 4711?" is answered from what the organization's programs know of this customer, before any article is
// looked for, and only to whom something proves to be the customer. Without a proof nothing is said, not even whether it exists.
import type { KnownFact } from '../../customers/memory/remembered-facts';
import type { ObjectSettings } from '../../protocol/object-settings';
import type { CustomerObject } from '../../protocol/objects';
import type { SessionState } from '../../sessions/session';
import { say } from '../../protocol/server-texts/said';
import { reasonOf, type Decision } from '../decide';
import { type Turn, isVouched, openQuestion, textOf } from '../transcript';
import { asksAbout, asksOfIt, namedIn, numberIn, type AskedAbout } from './asks-about';
import { nameOf, sentence, spoken, statusOf, tell } from './sentences';
import { sentencesBy } from './own-data-texts';

export type OwnSession = Pick<
  SessionState,
  'id' | 'organizationId' | 'customerId' | 'channelType' | 'metadata'
>;

export interface OwnDataDeps {
  /** Types of which the organization knows anything: nothing is asked for where there is nothing to tell. */
  types(organizationId: string): Promise<string[]>;
  settings(organizationId: string): Promise<ObjectSettings>;
  /** The customers whose data is the writer's own; none: nobody knows who writes. */
  proved(session: OwnSession): Promise<string[]>;
  /** Among those of these customers. Rejects when what knows it does not answer. */
  find(asked: {
    organizationId: string;
    sessionId: string;
    customerIds: readonly string[];
    type: string;
    objectId: string;
  }): Promise<CustomerObject[]>;
  open(asked: {
    organizationId: string;
    customerIds: readonly string[];
    type: string;
  }): Promise<CustomerObject[]>;
  codes: {
    /** A code can be sent to an address by mail. */
    canSend(organizationId: string): Promise<boolean>;
    /** Sends one to whoever has this address, if anybody has; nobody hears which. */
    send(asked: { organizationId: string; customerId: string; email: string }): void;
    /** When what the customer has just written was looked at. */
    settled(customerId: string): Promise<void>;
  };
}

export interface Asked {
  organizationId: string;
  /** Absent where nobody is answered: a preview. */
  session?: OwnSession | undefined;
  turns: readonly Turn[];
  /** ISO 639-1, when it can be told. */
  language?: string | undefined;
  /** What is remembered of them from other conversations. */
  known?: readonly KnownFact[];
}

/** Undefined: it is no such question. */
export type OwnData = (asked: Asked) => Promise<Decision | undefined>;

/** Where nobody has anything of their own. */
export const noOwnData: OwnData = () => Promise.resolve(undefined);

const mostListed = 5;

export function createOwnData(deps: OwnDataDeps): OwnData {
  return async (asked) => {
    const question = textOf(openQuestion(asked.turns));
    const pending = pendingIn(asked.turns);
    if (pending) return goOn(deps, asked, { question, pending });
    const types = await typesOf(deps, asked.organizationId, question);
    const about = types && aboutOf(asked.turns, types, asked.known);
    if (!about) return undefined;
    return tellOf(deps, asked, { about, language: spoken(asked.language) });
  };
}

/** What the open question asks of, or leans on: "and where is it?" after an order was named, here or in an earlier conversation. */
function aboutOf(
  turns: readonly Turn[],
  types: Parameters<typeof asksAbout>[1],
  known: readonly KnownFact[] = [],
): (AskedAbout & { isRemembered?: true }) | undefined {
  const question = textOf(openQuestion(turns));
  const about = asksAbout(question, types);
  if (about || !asksOfIt(question)) return about;
  const before = turns.slice(0, turns.length - openQuestion(turns).length);
  const named = before.findLast(({ sender, text }) => sender === 'customer' && text !== '');
  if (named) return namedIn(named.text, types);
  const order = known.find(({ kind }) => kind === 'order number');
  return order && types.some(({ type }) => type === 'order')
    ? { type: 'order', objectId: order.text, isRemembered: true }
    : undefined;
}

/** Whatever has no digit and no word of ours costs no look at the database. */
async function typesOf(deps: OwnDataDeps, organizationId: string, question: string) {
  if (question === '' || question.length > 2_000) return undefined;
  const known = await deps.types(organizationId);
  if (known.length === 0) return undefined;
  const settings = await deps.settings(organizationId);
  return known
    .filter((type) => settings[type]?.isOff !== true)
    .map((type) => {
      const { words = [], names = {} } = settings[type] ?? {};
      return { type, own: [...words, ...Object.values(names)] };
    });
}

interface Pending {
  kind: 'offer' | 'sent' | 'wrong' | 'which';
  language: string;
  /** The conversation up to what was asked before we asked back. */
  turns: readonly Turn[];
}

const address = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/u;
const code = /^\D{0,20}\d[\d\s-]{4,8}\d\D{0,3}$/;

const asksBack = new Map(
  Object.entries(sentencesBy).flatMap(([language, said]) =>
    (['offer', 'sent', 'wrong'] as const).map((kind) => [said[kind], { kind, language }] as const),
  ),
);
/** "There are several: …. Which one do you mean?" */
const asksWhich = Object.entries(sentencesBy).map(([language, { which }]) => {
  const [before, after] = which.split('{list}') as [string, string];
  return { language, before, after };
});

function askedBack(turn: Turn | undefined): Omit<Pending, 'turns'> | undefined {
  if (turn?.sender !== 'ai') return undefined;
  const { text } = turn;
  const which = asksWhich.find(({ before, after }) => text.startsWith(before) && text.endsWith(after));
  return asksBack.get(text) ?? (which && { kind: 'which', language: which.language });
}

/** What we asked for last, and what the customer had asked before all of it. */
function pendingIn(turns: readonly Turn[]): Pending | undefined {
  let rest = turns.slice(0, turns.length - openQuestion(turns).length);
  const first = askedBack(rest.at(-1));
  if (!first) return undefined;
  let asked = rest.slice(0, 0);
  while (askedBack(rest.at(-1))) {
    rest = rest.slice(0, -1);
    const said = textOf(openQuestion(rest));
    // The newest that was asked: an address and a code only answer us.
    if (asked.length === 0 && !address.test(said) && !code.test(said)) asked = rest;
    rest = rest.slice(0, rest.length - openQuestion(rest).length);
  }
  return { ...first, turns: asked };
}

async function goOn(
  deps: OwnDataDeps,
  asked: Asked,
  { question, pending }: { question: string; pending: Pending },
): Promise<Decision | undefined> {
  const { organizationId, session } = asked;
  const { kind, language } = pending;
  const types = (await typesOf(deps, organizationId, textOf(openQuestion(pending.turns)))) ?? [];
  const anew = asksAbout(question, types);
  if (anew) return tellOf(deps, asked, { about: anew, language });
  const before = aboutOf(pending.turns, types, asked.known);
  if (kind === 'which') {
    const objectId = numberIn(question) ?? (/^\d+$/.test(question) ? question : undefined);
    return before && objectId !== undefined
      ? tellOf(deps, asked, { about: { type: before.type, objectId }, language })
      : undefined;
  }
  const email = address.exec(question)?.[0];
  if (email !== undefined) {
    if (session)
      deps.codes.send({ organizationId, customerId: session.customerId, email: email.toLowerCase() });
    return reply(sentence(language, 'sent'));
  }
  if (kind === 'offer' || !code.test(question) || !before) return undefined;
  return tellOf(deps, asked, { about: before, language, hasCode: true });
}

interface About {
  about: NonNullable<ReturnType<typeof aboutOf>>;
  language: string;
  /** The customer has just written one. */
  hasCode?: true;
}

async function tellOf(deps: OwnDataDeps, asked: Asked, { about, language, hasCode }: About) {
  const { organizationId, session } = asked;
  if (session && hasCode) await deps.codes.settled(session.customerId);
  const customerIds = session && isVouched(asked.turns) ? await deps.proved(session) : [];
  if (!session || customerIds.length === 0) {
    // What they did not say themselves is no reason to ask who they are.
    if (about.isRemembered) return undefined;
    if (hasCode) return reply(sentence(language, 'wrong'));
    const canAsk = (session?.channelType ?? 'web') === 'web' && (await deps.codes.canSend(organizationId));
    return canAsk ? reply(sentence(language, 'offer')) : unknownWriter(about);
  }
  const settings = await deps.settings(organizationId);
  const { type, objectId } = about;
  const name = nameOf(language, type, settings);
  if (objectId !== undefined) {
    const found = await deps
      .find({ organizationId, sessionId: session.id, customerIds, type, objectId })
      .then(([first]) => first)
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    if (found instanceof Error) return unanswered(about, found);
    // Nothing was said of a number that only we bring up.
    if (!found && about.isRemembered) return undefined;
    return reply(
      found ? tell(language, found, settings) : sentence(language, 'none', { name, id: objectId }),
    );
  }
  const open = await deps.open({ organizationId, customerIds, type });
  if (open.length === 0) return undefined;
  if (open.length === 1) return reply(tell(language, open[0]!, settings));
  const listed = open
    .slice(0, mostListed)
    .map((one) => `${name} ${one.objectId} (${statusOf(language, one)})`);
  return reply(sentence(language, 'which', { list: listed.join(language === 'ja' ? '、' : ', ') }));
}

const reply = (text: string): Decision => ({ kind: 'answer', text, sources: [], confidence: 1 });

function unanswered({ type, objectId }: AskedAbout, { message }: Error): Decision {
  const reason = say('own_data_failed', { what: `${type} ${objectId}`, why: message });
  return { kind: 'handover', trigger: 'failure', ...reasonOf(reason), confidence: 0 };
}

function unknownWriter({ type, objectId }: AskedAbout): Decision {
  const reason =
    objectId === undefined
      ? say('own_data_unproved_all', { type })
      : say('own_data_unproved', { what: `${type} ${objectId}` });
  return { kind: 'handover', trigger: 'rule', ...reasonOf(reason), confidence: 0 };
}
