// The handover packet: what an agent needs to go on without asking again.
import type { Log } from '../log';
import type { HandoverPacket, Source } from '../protocol/model/handover';
import type { SessionState } from '../sessions/session';
import { asksForPerson, onlyAsksForPerson } from './understanding/asks-for-person/asks-for-person';
import { worthAGlance, type Decision, type Handover } from './decide';
import { extractDetails } from './understanding/extracted-details';
import { sentimentOf, type Sentiment } from './understanding/sentiment';
import { intentLine, isShort, isTelling, sentencesOf } from './intent';
import type { Said, Words } from '../protocol/model/wording';
import { say } from '../protocol/server-texts/said';
import { inLanguage } from './packet-phrases';
import { maskSecrets } from './providers/mask-secrets';
import { reassurance } from './reassurance';
import { plainText } from './plain-text';
import { languageSpoken, saysUnhelpful, smallTalk } from './understanding/small-talk';
import { specialtyFor } from './understanding/specialty';
import { openQuestion, textOf, type Turn } from './transcript';

const longestSummary = 200;

export interface Story {
  /** The whole conversation, oldest first. */
  turns: readonly Turn[];
  /** What was found for the open question, best first; its categories and tags. */
  sources?: readonly Source[];
  labels?: readonly string[];
  /** ISO 639-1, when it can be told. */
  language?: string | undefined;
  /** What the organization's agents know. */
  specialties?: readonly string[];
  /** In which the agents read, ISO 639-1. */
  agentsLanguage?: string | undefined;
  /** Facts of earlier conversations, by name. */
  remembered?: Readonly<Record<string, string>>;
}

/** @param handover why */
export function buildPacket(
  { trigger, reason, wording }: Pick<Handover, 'trigger' | 'reason' | 'wording'>,
  { turns, sources = [], labels = [], language, specialties = [], agentsLanguage, remembered }: Story,
): HandoverPacket {
  const customer = turns.filter(({ sender }) => sender === 'customer').map(({ text }) => text);
  const useful = sources.filter(({ score }) => score >= worthAGlance).slice(0, 3);
  const sentiment = sentimentOf(customer);
  const spoken = language ?? languageSpoken(turns) ?? 'und';
  const suggestion = suggestedReply(useful, sentiment, spoken);
  const subject = maskSecrets(subjectOf(turns));
  const summary = summarize(turns, subject);
  const intent = intentLine(subject);
  // Who only asks for a person has said before what it is about.
  const question = `${textOf(openQuestion(turns))}\n${subject}`;
  const specialty = specialtyFor(specialties, { labels, question });
  const isSearched = trigger === 'low_confidence' && wording?.code !== 'two_did_not_help';
  const steps = [...answered(turns), ...(isSearched ? [lookedUp(useful)] : [])];
  return {
    trigger,
    reason: wording ? inLanguage(agentsLanguage, { text: reason, wording }) : reason,
    ...(wording && { wording }),
    summary: inLanguage(agentsLanguage, summary),
    ...(typeof summary !== 'string' && { summaryWording: summary.wording }),
    ...(intent !== '' && { intent }),
    stepsTried: steps.map((step) => inLanguage(agentsLanguage, step)),
    ...(steps.length > 0 && { stepWordings: steps.map((step) => step.wording) }),
    facts: { ...extractDetails(customer), ...remembered },
    sentiment,
    language: spoken,
    sources: useful.length > 0 ? [...useful] : lastSources(turns),
    ...(suggestion !== undefined && { suggestedReply: suggestion }),
    ...(specialty !== undefined && { suggestedSpecialty: specialty }),
  };
}

/**
 * The last thing the customer wants: a mere call for a person, a greeting or "that did not help" is not it.
 * '' before they say anything, and where they ask for a person and say no more.
 */
export function subjectOf(turns: readonly Turn[]): string {
  const customer = turns.filter(({ sender, text }) => sender === 'customer' && text.trim() !== '');
  const isCall = ({ text }: Turn) => asksForPerson(text);
  const says = customer.filter(({ text }) => !onlyAsksForPerson(text));
  const subject =
    says.findLast((turn) => (isCall(turn) ? bringsMatter(turn) : smallTalk([turn]) === undefined)) ??
    says.findLast(isCall);
  if (subject) return subject.text;
  return asks(customer) ? '' : (customer.at(-1)?.text ?? '');
}

/** Of who says that two answers did not help, what they were to answer. */
export function askedInVain(decision: Decision, turns: readonly Turn[]): { question?: string } {
  const isInVain = decision.kind === 'handover' && decision.wording?.code === 'two_did_not_help';
  const question = isInVain ? subjectOf(turns) : '';
  return question === '' ? {} : { question };
}

/** A call for a person that says more than how the customer feels. */
const bringsMatter = (turn: Turn): boolean =>
  sentencesOf(turn.text)
    .flatMap((sentence) => sentence.split(/[,;，、،]\s*/))
    .some((part) => isTelling(part) && !isAnger(part) && smallTalk([{ ...turn, text: part }]) === undefined);

/** "This is ridiculous": more words than a few say what it is about, too. */
const isAnger = (text: string): boolean => isShort(text) && sentimentOf([text]) === 'negative';

const asks = (turns: readonly Turn[]): boolean =>
  turns.some(({ sender, text }) => sender === 'customer' && asksForPerson(text));

function summarize(turns: readonly Turn[], subject: string): Words {
  if (subject) return cut(subject, longestSummary);
  if (asks(turns)) return say('asked_only');
  return say(turns.some(({ file }) => file) ? 'sent_file' : 'nothing_written');
}

/** What the AI answered from, by title, and whether it helped. */
function answered(turns: readonly Turn[]): Said[] {
  return turns.flatMap(({ sender, sources, helpful }, index) => {
    if (sender !== 'ai' || !sources || sources.length === 0) return [];
    const titles = [...new Set(sources.map(({ title }) => title))].join(', ');
    const next = turns[index + 1];
    const failed = helpful === false || (next?.sender === 'customer' && saysUnhelpful(next.text));
    return say(failed ? 'answered_from_in_vain' : 'answered_from', { titles });
  });
}

function lookedUp(sources: readonly Source[]): Said {
  if (sources.length === 0) return say('searched_in_vain');
  const titles = sources.map(({ title, score }) => `${title} (${Math.round(score * 100)} %)`).join(', ');
  return say('searched_nearest', { titles });
}

function lastSources(turns: readonly Turn[]): Source[] {
  return [...(turns.findLast(({ sources }) => sources && sources.length > 0)?.sources ?? [])];
}

/** Who is upset wants to be heard first: an article's words would be the wrong ones. */
function suggestedReply(
  [best]: readonly Source[],
  sentiment: Sentiment,
  language: string,
): string | undefined {
  if (sentiment === 'negative') return reassurance(language);
  return best && withoutGaps(plainText(best.excerpt));
}

/** Where an excerpt leaves something out it has an ellipsis of its own: nothing to be sent. */
export const withoutGaps = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const words = line.split(' ');
      return words.includes('…') ? words.filter((word) => word !== '…').join(' ') : line;
    })
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

function cut(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}

type SessionPlace = Pick<SessionState, 'id' | 'organizationId' | 'customerId'>;

/** Never rejects: without the specialties the packet names none. */
export type MakePacket = (
  organizationId: string,
  why: Pick<HandoverPacket, 'trigger' | 'reason' | 'wording'>,
  story: Omit<Story, 'specialties' | 'agentsLanguage' | 'remembered'> & { session: SessionPlace },
) => Promise<HandoverPacket>;

interface PacketMakerDeps {
  /** Those that an organization's agents have. */
  specialties(organizationId: string): Promise<string[]>;
  /** In which the organization reads, ISO 639-1; undefined: English. */
  language(organizationId: string): Promise<string | undefined>;
  /** What is remembered of the customer from other conversations. */
  remembered(session: SessionPlace): Promise<Record<string, string>>;
  log: Log;
}

export function createPacketMaker({ specialties, language, remembered, log }: PacketMakerDeps): MakePacket {
  const orElse = <T>(known: Promise<T>, instead: T, what: string): Promise<T> =>
    known.catch((error: unknown) => {
      log.warn({ without: what, error: String(error) }, 'could not complete a handover packet');
      return instead;
    });
  return async (organizationId, why, { session, ...story }) => {
    const [known, agentsLanguage, facts] = await Promise.all([
      orElse(specialties(organizationId), [], 'specialties'),
      orElse(language(organizationId), undefined, 'language'),
      orElse(remembered(session), {}, 'memory'),
    ]);
    return buildPacket(why, { ...story, specialties: known, agentsLanguage, remembered: facts });
  };
}
