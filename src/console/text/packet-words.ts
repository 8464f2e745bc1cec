// What a handover packet says, in words.
import type { HandoverPacket } from '../../protocol/model/handover';
import { fixed, listed, locale, said, t } from '../i18n/translate';

const triggerWords: Record<HandoverPacket['trigger'], string> = {
  requested: t('Asked for a person'),
  low_confidence: t('The AI was not sure'),
  sentiment: t('The customer is upset'),
  rule: t('A rule of yours'),
  turn_cap: t('Too many turns with the AI'),
  failure: t('The AI failed'),
};

const sentimentWords = { positive: t('In a good mood'), neutral: t('Calm'), negative: t('Upset') } as const;

export const triggerWord = (packet: HandoverPacket) => triggerWords[packet.trigger];

/** As the server's reasons say it, which are English. */
const triggerReasons: Record<HandoverPacket['trigger'], string> = {
  requested: 'asked for a person',
  low_confidence: 'the ai was not sure',
  sentiment: 'is upset',
  rule: 'a rule of yours',
  turn_cap: 'too many turns with the ai',
  failure: 'the ai failed',
};

/** What says no more than the trigger. */
const isSaidByTrigger = (code: string) => code === 'asked' || code === 'upset';

const reasonOf = ({ reason, wording }: HandoverPacket): string =>
  wording?.code === 'asked_saying' ? String(wording.values?.['said']) : said(reason, wording);

export const stepsOf = ({ stepsTried, stepWordings }: HandoverPacket): string[] =>
  stepsTried.map((step, index) => said(fixed(step), stepWordings?.[index]));

/** What the customer wants, as far as it is known. */
export const wantOf = ({ intent, summary, summaryWording }: HandoverPacket): string =>
  intent || said(summary, summaryWording);

/** The reason, without what the trigger says already. */
export function reasonBeside(packet: HandoverPacket): string {
  if (packet.wording) return isSaidByTrigger(packet.wording.code) ? '' : reasonOf(packet);
  const bare = (words: string) =>
    words
      .toLowerCase()
      .replace(/^the customer /, '')
      .trim()
      .replace(/[.!]$/, '');
  const known = new Set([triggerReasons[packet.trigger]]);
  const parts = packet.reason.split(/(?<=[.!?])\s+/).map((part) => {
    const [first = '', rest] = part.split(/:\s+(.*)/s);
    return rest && known.has(bare(first)) ? rest : part;
  });
  // Some are kept as a sentence alone, and so were all before there were codes.
  return fixed(parts.filter((part) => !known.has(bare(part)) && known.add(bare(part))).join(' '));
}

export function sentimentLine({ sentiment, language, suggestedSpecialty }: HandoverPacket): string {
  const spoken = languageName(language);
  const first = listed([sentimentWords[sentiment], spoken]);
  return suggestedSpecialty
    ? t('{first}. Suggested: {specialty}', { first, specialty: suggestedSpecialty })
    : first;
}

function languageName(code: string): string {
  if (!code || code === 'und') return '';
  try {
    return new Intl.DisplayNames(locale(), { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
