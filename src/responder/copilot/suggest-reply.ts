// A draft for an agent, by the same machinery that answers customers: it may read the team's own articles, is not as cautious
// because a person reads it first, and is never sent by itself.
import type { Source } from '../../protocol/model/handover';
import type { ResponderSettings } from '../../protocol/answers';
import { textOfWords } from '../../protocol/model/wording';
import { languageOf } from '../../knowledge/language';
import type { Passage } from '../../knowledge/passage';
import { costOf, spentAll } from '../answer-cost';
import { writeAnswer, type ComposedAnswer, type WriteDeps } from '../compose-answer';
import { floorFor, worthAGlance } from '../decide';
import { createPassageSearch, findPassages, type Findings } from '../find-passages';
import { subjectOf, withoutGaps } from '../handover-packet';
import { toSource } from '../providers/provider';
import { reassurance } from '../reassurance';
import { openQuestion, textOf, type Turn } from '../transcript';
import { asksForPerson } from '../understanding/asks-for-person/asks-for-person';
import { sentimentOf } from '../understanding/sentiment';
import { languageSpoken, smallTalk } from '../understanding/small-talk';

export interface DraftReply extends Pick<ComposedAnswer, 'by' | 'tokens' | 'cost'> {
  question: string;
  /** Absent where there is nothing to suggest. */
  text?: string;
  /** Why there is nothing. */
  reason?: string;
  isUnsure: boolean;
  confidence: number;
  sources: Array<Source & { internal?: true }>;
  language?: string;
}

export interface Conversation {
  organizationId: string;
  session: { id: string; customerId: string };
  turns: readonly Turn[];
  settings: ResponderSettings;
}

const nothingKnown = 'Nothing in the knowledge is about this.';

/** Throws what the last provider throws. @param endsAt the deadline, by `performance.now()` */
export async function suggestReply(
  deps: WriteDeps,
  { organizationId, session, turns, settings }: Conversation,
  { signal, endsAt }: { signal: AbortSignal; endsAt: number },
): Promise<DraftReply> {
  const [whole = '', last = whole] = wanted(turns);
  const said = textOf(turns.filter(({ sender }) => sender === 'customer'));
  const language = languageOf(whole) ?? languageOf(said) ?? languageSpoken(turns);
  const empty = {
    question: whole,
    isUnsure: false,
    confidence: 0,
    sources: [],
    ...(language && { language }),
  };
  const talk = smallTalk(turns);
  if (talk && talk !== 'wants a person') return { ...empty, text: talk.reply, confidence: 1 };
  if (whole === '') return { ...empty, reason: 'The customer has not asked anything yet.' };
  const search = createPassageSearch(deps, { organizationId, session }, { audience: 'internal', signal });
  const [ofAll, ofLast] = await Promise.all([
    findPassages(search, whole, turns),
    last === whole ? undefined : findPassages(search, last, turns),
  ]);
  const [question, findings] = ofLast && best(ofLast) > best(ofAll) ? [last, ofLast] : [whole, ofAll];
  const base = { ...empty, question };
  const near = findings.passages.filter(({ score }) => score >= worthAGlance);
  const sources = near.slice(0, 3).map(withAudience);
  const isUpset = sentimentOf(openQuestion(turns).map(({ text }) => text)) === 'negative';
  const heard = isUpset ? reassurance(language ?? 'en') : undefined;
  const none = (reason: string): DraftReply =>
    heard === undefined ? { ...base, reason, sources } : { ...base, text: heard, confidence: 1, sources };
  if (near.length === 0) return none(nothingKnown);
  const toWrite = { organizationId, session, turns, settings, question, language, head: '' };
  const unheard = { signal, endsAt, onDelta: () => {} };
  const written = await writeAnswer(deps, { ...toWrite, findings: { ...findings, passages: near } }, unheard);
  if (!written) return none(spentAll.text);
  const { answer, by } = written;
  const took = { by, ...costOf(answer, settings.prices ?? by.prices) };
  if (answer.declined !== undefined || answer.text === '')
    return { ...none(textOfWords(answer.declined ?? nothingKnown)), ...took };
  const confidence = Math.min(1, Math.max(0, answer.confidence));
  const internal = new Map(findings.passages.map((one) => [one.chunkId, one.audience === 'internal']));
  return {
    ...base,
    ...took,
    text: withoutGaps([heard && firstSentence(heard), answer.text, answer.more].filter(Boolean).join('\n\n')),
    isUnsure: confidence < floorFor(settings, by.floors),
    confidence,
    sources: answer.sources.map((one) => ({
      ...one,
      ...(internal.get(one.chunkId) && { internal: true as const }),
    })),
  };
}

/** What is open, and the last of it alone; of who only asks for a person, or has been answered, what they wanted before. */
function wanted(turns: readonly Turn[]): string[] {
  const open = openQuestion(turns).filter(
    (turn) => !asksForPerson(turn.text) && smallTalk([turn]) === undefined,
  );
  const all = asked(textOf(open));
  return all === '' ? [subjectOf(turns)] : [all, asked(open.at(-1)!.text) || all];
}

const best = ({ passages }: Findings): number => passages[0]?.score ?? 0;

/** Who vents and asks wants what they ask. */
function asked(text: string): string {
  if (sentimentOf([text]) !== 'negative') return text;
  const questions = (text.match(/[^.!?。！？؟\n]+[.!?。！？؟]*/gu) ?? []).filter((one) =>
    /[?？؟]/u.test(one),
  );
  return questions.join(' ').trim() || text;
}

function withAudience(passage: Passage): DraftReply['sources'][number] {
  return { ...toSource(passage), ...(passage.audience === 'internal' && { internal: true as const }) };
}

const firstSentence = (text: string): string => /^.*?[.。！؟!]/u.exec(text)?.[0] ?? text;
