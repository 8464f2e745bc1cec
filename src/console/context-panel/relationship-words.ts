// What people often are to each other: pure. Each with what the first is to the second.
import { t } from '../i18n/translate';

const pairs: ReadonlyArray<readonly [string, string]> = [
  [t('Spouse'), t('Spouse')],
  [t('Partner'), t('Partner')],
  [t('Parent'), t('Child')],
  [t('Sibling'), t('Sibling')],
  [t('Colleague'), t('Colleague')],
  [t('Assistant'), t('Manager|of an assistant')],
  [t('Friend'), t('Friend')],
];

export const commonRoles: readonly string[] = [...new Set(pairs.flat())];

/** What whoever has a role is met by; undefined for a word of one's own. */
export function oppositeOf(role: string): string | undefined {
  const wanted = role.trim().toLocaleLowerCase();
  const is = (word: string) => word.toLocaleLowerCase() === wanted;
  const pair = pairs.find(([one, other]) => is(one) || is(other));
  return pair && (is(pair[0]) ? pair[1] : pair[0]);
}
