// A customer's timeline in words: pure.
import type { CustomerCall, TimelineItem, TimelineKind } from '../../../protocol/timeline';
import { listed, plural, t } from '../../i18n/translate';

export const kindWords: Record<TimelineKind, string> = {
  session: t('Conversations'),
  note: t('Notes'),
  call: t('Calls'),
  change: t('Changes'),
  follow_up: t('Follow-ups'),
};

export const directionWords: Record<CustomerCall['direction'], string> = {
  in: t('The customer called'),
  out: t('We called'),
};

export const lengthWords = (minutes: number): string =>
  minutes === 0 ? t('nobody reached') : plural(minutes, { one: '1 minute', other: '{count} minutes' });

const actions: Record<string, string> = {
  'customers.create': t('Added|customer'),
  'customers.update': t('Changed|customer'),
  'customers.link': t('Linked with another customer'),
  'customers.unlink': t('Unlinked from another customer'),
  'customers.block': t('Blocked'),
  'customers.unblock': t('No longer blocked'),
  'customers.join-company': t('Put into a company|it happened'),
  'customers.leave-company': t('Taken out of the company'),
  'customers.relate': t('Related to another customer'),
  'customers.update-relationship': t('Relationship to another customer changed'),
  'customers.unrelate': t('No longer related to another customer'),
};

const known: Record<string, string> = {
  firstName: t('First name'),
  lastName: t('Last name'),
  email: t('E-mail'),
  phone: t('Phone'),
  externalId: t('Your id'),
  metadata: t('Other data'),
};

/** @param labels what attributes are called, by their keys */
export function changeWords(
  { action, fields }: Pick<Extract<TimelineItem, { kind: 'change' }>, 'action' | 'fields'>,
  labels: ReadonlyMap<string, string>,
): string {
  const what = actions[action] ?? action;
  if (action !== 'customers.update' || fields.length === 0) return what;
  const named = fields.map((field) => known[field] ?? labels.get(field) ?? field);
  return t('Changed: {fields}', { fields: listed(named) });
}

export const followUpWords: Record<Extract<TimelineItem, { kind: 'follow_up' }>['state'], string> = {
  open: t('Follow-up drafted'),
  sent: t('Follow-up sent'),
  dismissed: t('Follow-up dismissed'),
};
