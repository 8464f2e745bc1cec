import { useConsole } from '../context';
import type { Offer } from '../data/offers';
import type { IconName } from '../icons';
import type { Choice } from './choice';
import { t } from '../i18n/translate';

type Words = [offer: Offer, label: string, icon: IconName, also: string, ...keys: string[]];

/** Named as their buttons are. */
const words: Words[] = [
  ['reply', t('Reply'), 'reply', t('Write to the customer'), 'R'],
  ['note', t('Note'), 'lock', t('Write a note'), 'N'],
  ['suggest', t('Suggest'), 'spark', t('Suggest a reply'), 'S'],
  ['unanswered', t('To the first unanswered'), 'up', '', 'U'],
  ['attach', t('Attach files'), 'clip', ''],
  ['later', t('Send later'), 'clock', ''],
  ['template', t('Template'), 'whatsapp', ''],
  ['emoji', t('Emoji'), 'plus', ''],
  ['snooze', t('Put away…'), 'moon', 'snooze', 'Z'],
];

/** What can be done in the conversation as it stands on the page. */
export function useOfferedChoices(): Choice[] {
  const { offers } = useConsole();
  return words
    .filter(([offer]) => offers.has(offer))
    .map(([offer, label, icon, also, ...keys]) => ({
      key: `offer-${offer}`,
      label,
      icon,
      also,
      keys,
      run: () => offers.get(offer)?.(),
    }));
}
