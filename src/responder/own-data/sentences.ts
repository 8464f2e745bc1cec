// How something of a customer's own is said: one line, and a link where there is one. Pure.
import type { ObjectSettings } from '../../protocol/object-settings';
import type { CustomerObject } from '../../protocol/objects';
import { labelIn, saidByDefault, sentencesBy, statusIn, typeNamesBy, type Sentences } from './own-data-texts';

type Said = Pick<CustomerObject, 'type' | 'objectId' | 'status' | 'url' | 'isOpen' | 'fields'>;

export const spoken = (language: string | undefined): string =>
  language !== undefined && language in sentencesBy ? language : 'en';

export function sentence(
  language: string,
  which: keyof Sentences,
  values: Record<string, string> = {},
): string {
  return sentencesBy[language]![which].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

export function nameOf(language: string, type: string, settings: ObjectSettings): string {
  const own = settings[type]?.names;
  const known = typeNamesBy[type];
  return own?.[language] ?? known?.[language] ?? own?.['en'] ?? capital(type.replace(/[_-]+/g, ' '));
}

export function statusOf(language: string, { status, isOpen }: Said): string {
  return status === undefined ? sentence(language, isOpen ? 'open' : 'over') : statusIn(language, status);
}

/** "Order 4711: shipped. Expected: 3 December 2026. Carrier: Sea." and its link. */
export function tell(language: string, object: Said, settings: ObjectSettings): string {
  const stop = language === 'ja' || language === 'zh' ? '。' : '.';
  const head = `${nameOf(language, object.type, settings)} ${object.objectId}: ${statusOf(language, object)}`;
  const more = fieldsOf(object, settings).map(
    ([name, value]) =>
      `${settings[object.type]?.labels?.[name]?.[language] ?? labelIn(language, name)}: ${written(language, value)}`,
  );
  const said = [head, ...more].map(capital).map((one) => (/[.。!?]$/.test(one) ? one : one + stop));
  return [said.join(stop === '.' ? ' ' : ''), ...(object.url === undefined ? [] : [object.url])].join('\n');
}

type Field = [name: string, value: CustomerObject['fields'][string]];

function fieldsOf({ type, fields }: Said, settings: ObjectSettings): Field[] {
  const say = settings[type]?.say;
  if (say)
    return say.flatMap((name): Field[] => (Object.hasOwn(fields, name) ? [[name, fields[name]!]] : []));
  return Object.entries(fields)
    .filter(([name, value]) => saidByDefault(name) >= 0 && value !== '')
    .sort(([one], [other]) => saidByDefault(one) - saidByDefault(other));
}

/** Days and times as people of the language write a day; whatever else as it is. */
function written(language: string, value: Field[1]): string {
  if (typeof value !== 'string') return String(value);
  const day = /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(value)?.[1];
  const time = day === undefined ? NaN : Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time)) return value.replace(/\s+/g, ' ').trim();
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(time);
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
