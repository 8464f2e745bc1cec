// A policy as a sentence: for what, what, and when it counts.
import type { SlaPolicy } from '../../protocol/sla';
import { channelWord } from '../text/channel-name';
import { languageWord, priorityWords } from '../inbox/views/filter-words';
import { tierWords } from '../text/tier-words';
import { spanWords } from './sla-texts';
import { listed, t } from '../i18n/translate';

type Teams = ReadonlyArray<{ id: string; name: string }>;
type Said = Pick<SlaPolicy, 'when' | 'firstReply' | 'nextReply' | 'resolution' | 'inBusinessHours'>;

const either = (words: readonly string[]) =>
  words.reduce((before, word) => t('{before} or {word}', { before, word }));

/** "Urgent on WhatsApp: first reply within 15 min, in business hours." */
export function policySentence(policy: Said, teams: Teams): string {
  const { firstReply, nextReply, resolution, inBusinessHours } = policy;
  const within = (what: string, minutes: number | undefined) =>
    minutes === undefined ? [] : [t('{what} within {span}', { what, span: spanWords(minutes * 60_000) })];
  const promises = [
    ...within(t('first reply'), firstReply),
    ...within(t('next replies'), nextReply),
    ...within(t('resolution'), resolution),
  ];
  const what = promises.length > 0 ? listed(promises) : t('nothing is promised yet');
  const values = { whom: forWhat(policy.when, teams), what };
  return inBusinessHours
    ? t('{whom}: {what}, in business hours.', values)
    : t('{whom}: {what}, around the clock.', values);
}

function forWhat(
  { priority, label, channelType, teamId, language, companyTier }: SlaPolicy['when'],
  teams: Teams,
): string {
  const teamName = (id: string) => teams.find((team) => team.id === id)?.name ?? t('a team that is gone');
  const parts = [
    ...(priority ? [either(priority.map((one) => priorityWords[one]))] : []),
    ...(label ? [t('labelled {labels}', { labels: either(label) })] : []),
    ...(channelType ? [t('on {channels}', { channels: either(channelType.map(channelWord)) })] : []),
    ...(teamId ? [t('of {teams}', { teams: either(teamId.map(teamName)) })] : []),
    ...(companyTier
      ? [t('from {tiers} companies', { tiers: either(companyTier.map((one) => tierWords[one])) })]
      : []),
    ...(language ? [t('in {languages}', { languages: either(language.map(languageWord)) })] : []),
  ];
  if (parts.length === 0) return t('Every conversation');
  const words = parts.join(' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
