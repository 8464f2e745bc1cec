// The handover packet: what an agent needs to go on without asking again.
import type { Log } from '../log';
import type { HandoverPacket, Source } from '../protocol/model/handover';
import { asksForPerson } from './understanding/asks-for-person';
import type { Handover } from './decide';
import { extractDetails } from './understanding/extracted-details';
import { sentimentOf, type Mood } from './understanding/sentiment';
import { plainText } from './plain-text';
import { languageSpoken, smallTalk } from './understanding/small-talk';
import { specialtyFor } from './understanding/specialty';
import { openQuestion, textOf, type Turn } from './transcript';

const longestSummary = 200;
const longestStep = 160;
/** A passage below it is not worth an agent's glance. */
export const worthAGlance = 0.2;

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
}

/** @param handover why */
export function buildPacket(
  { trigger, reason }: Pick<Handover, 'trigger' | 'reason'>,
  { turns, sources = [], labels = [], language, specialties = [] }: Story,
): HandoverPacket {
  const customer = turns.filter(({ sender }) => sender === 'customer').map(({ text }) => text);
  const useful = sources.filter(({ score }) => score >= worthAGlance).slice(0, 3);
  const sentiment = sentimentOf(customer);
  const suggestion = suggestedReply(useful, sentiment);
  const summary = summarize(turns);
  // Who only asks for a person has said before what it is about.
  const question = `${textOf(openQuestion(turns))}\n${summary}`;
  const specialty = specialtyFor(specialties, { labels, question });
  return {
    trigger,
    reason,
    summary,
    ...(useful[0] && { intent: useful[0].title }),
    stepsTried: [...turns.flatMap(answered), ...lookedUp(trigger, useful)],
    facts: extractDetails(customer),
    sentiment,
    language: language ?? languageSpoken(turns) ?? 'und',
    sources: useful.length > 0 ? [...useful] : lastSources(turns),
    ...(suggestion !== undefined && { suggestedReply: suggestion }),
    ...(specialty !== undefined && { suggestedSpecialty: specialty }),
  };
}

/** The last thing the customer wants, in one line: a call for a person or a greeting is not it. */
function summarize(turns: readonly Turn[]): string {
  const customer = turns.filter(({ sender, text }) => sender === 'customer' && text.trim() !== '');
  const subject = customer.findLast((turn) => !asksForPerson(turn.text) && smallTalk([turn]) === undefined);
  const said = (subject ?? customer.at(-1))?.text ?? '';
  if (said) return cut(said, longestSummary);
  return turns.some(({ file }) => file) ? 'Sent a file without words.' : 'Has not written anything yet.';
}

function answered({ sender, text, sources }: Turn): string[] {
  if (sender !== 'ai' || !sources || sources.length === 0) return [];
  const titles = [...new Set(sources.map(({ title }) => title))].join(', ');
  return [`Answered from ${titles}: ${cut(text, longestStep)}`];
}

function lookedUp(trigger: Handover['trigger'], sources: readonly Source[]): string[] {
  if (trigger !== 'low_confidence') return [];
  if (sources.length === 0) return ['Searched the help centre and found nothing about it.'];
  const found = sources.map(({ title, score }) => `${title} (${Math.round(score * 100)} %)`);
  return [`Searched the help centre; nearest: ${found.join(', ')}. Not sure enough to answer.`];
}

function lastSources(turns: readonly Turn[]): Source[] {
  return [...(turns.findLast(({ sources }) => sources && sources.length > 0)?.sources ?? [])];
}

/** Who is upset wants to be heard first: an article's words would be the wrong ones. */
function suggestedReply(sources: readonly Source[], mood: Mood): string | undefined {
  const best = mood === 'negative' ? undefined : sources[0];
  return best && plainText(best.excerpt);
}

function cut(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}

/** Never rejects: without the specialties the packet names none. */
export type MakePacket = (
  organizationId: string,
  why: Pick<HandoverPacket, 'trigger' | 'reason'>,
  story: Omit<Story, 'specialties'>,
) => Promise<HandoverPacket>;

/** @param specialties those that an organization's agents have */
export function createPacketMaker(
  specialties: (organizationId: string) => Promise<string[]>,
  log: Log,
): MakePacket {
  return async (organizationId, why, story) => {
    const known = await specialties(organizationId).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'could not list the specialties of the agents');
      return [];
    });
    return buildPacket(why, { ...story, specialties: known });
  };
}
