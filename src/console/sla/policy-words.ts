// A policy as a sentence: for what, what, and when it counts.
import type { SlaPolicy } from '../../protocol/sla';
import { channelWord } from '../text/channel-name';
import { languageWord, priorityWords } from '../inbox/views/filter-words';
import { tierWords } from '../text/tier-words';
import { spanWords } from './words';

type Teams = ReadonlyArray<{ id: string; name: string }>;
type Said = Pick<SlaPolicy, 'when' | 'firstReply' | 'nextReply' | 'resolution' | 'inBusinessHours'>;

const either = (words: readonly string[]) => words.join(' or ');

/** "Urgent on WhatsApp: first reply within 15 min, in business hours." */
export function policySentence(policy: Said, teams: Teams): string {
  const { firstReply, nextReply, resolution, inBusinessHours } = policy;
  const within = (what: string, minutes: number | undefined) =>
    minutes === undefined ? [] : [`${what} within ${spanWords(minutes * 60_000)}`];
  const promises = [
    ...within('first reply', firstReply),
    ...within('next replies', nextReply),
    ...within('resolution', resolution),
  ];
  const what = promises.length > 0 ? promises.join(', ') : 'nothing is promised yet';
  return `${forWhat(policy.when, teams)}: ${what}, ${inBusinessHours ? 'in business hours' : 'around the clock'}.`;
}

function forWhat(
  { priority, label, channelType, teamId, language, companyTier }: SlaPolicy['when'],
  teams: Teams,
): string {
  const teamName = (id: string) => teams.find((team) => team.id === id)?.name ?? 'a team that is gone';
  const parts = [
    ...(priority ? [either(priority.map((one) => priorityWords[one]))] : []),
    ...(label ? [`labelled ${either(label)}`] : []),
    ...(channelType ? [`on ${either(channelType.map(channelWord))}`] : []),
    ...(teamId ? [`of ${either(teamId.map(teamName))}`] : []),
    ...(companyTier ? [`from ${either(companyTier.map((one) => tierWords[one]))} companies`] : []),
    ...(language ? [`in ${either(language.map(languageWord))}`] : []),
  ];
  if (parts.length === 0) return 'Every conversation';
  const words = parts.join(' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
