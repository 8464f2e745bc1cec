import type { AttributeDeclaration } from '../../../protocol/customer-attributes';
import { listed, t } from '../../i18n/translate';

export const typeNames: Record<AttributeDeclaration['type'], string> = {
  text: t('Text'),
  number: t('Number'),
  boolean: t('Yes or no'),
  date: t('Date'),
  choice: t('Choice from a list'),
};

/** What an attribute is, in a line. */
export function typeWords({ type, choices = [], description }: AttributeDeclaration): string {
  const what = type === 'choice' ? t('One of {choices}', { choices: listed(choices) }) : typeNames[type];
  return description ? `${what} · ${description}` : what;
}

/** A key for a name, as programs write them; '' where nothing of it can be one. */
export function keyOf(label: string): string {
  const words =
    label
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .match(/[a-z0-9]+/g) ?? [];
  return words
    .join('_')
    .replace(/^[\d_]+/, '')
    .slice(0, 40);
}
