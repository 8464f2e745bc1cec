// An attribute of a customer in words, and what was typed as its value. Pure.
import type { AttributeDeclaration, AttributeValue } from '../../protocol/customer-attributes';
import { locale, t } from '../i18n/translate';

export function attributeWords(
  { type }: Pick<AttributeDeclaration, 'type'>,
  value: AttributeValue | undefined,
  language = locale(),
): string {
  if (value === undefined) return t('Not known');
  if (typeof value === 'boolean') return value ? t('Yes') : t('No');
  if (typeof value === 'number') return new Intl.NumberFormat(language).format(value);
  const day = type === 'date' ? new Date(`${value}T00:00:00Z`) : undefined;
  if (!day || Number.isNaN(day.getTime())) return value;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(day);
}

/** As it stands in a field. */
export const typedOf = (value: AttributeValue | undefined): string =>
  value === undefined ? '' : String(value);

/** What is empty is cleared; a number that is none is left to the server to refuse. */
export function valueOf({ type }: Pick<AttributeDeclaration, 'type'>, typed: string): AttributeValue | null {
  const given = typed.trim();
  if (given === '') return null;
  if (type === 'boolean') return given === 'true';
  if (type !== 'number') return given;
  const number = Number(given.replace(',', '.'));
  return Number.isFinite(number) ? number : given;
}
