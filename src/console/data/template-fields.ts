// A template's places as the fields of a form, and what is made of them.
import type { ChannelTemplate, Template } from '../../protocol/model/template';
import { t } from '../i18n/translate';

export interface TemplateField {
  key: string;
  label: string;
  description?: string;
  longest: number;
  /** The address of a file. */
  isFile: boolean;
}

type Values = Readonly<Record<string, string>>;

const longestInBody = 1_024;
const longestElsewhere = 2_000;
const files: Record<string, string> = { image: 'picture', video: 'video', document: 'document' };

export function fieldsOf({ header, body, buttons }: ChannelTemplate): TemplateField[] {
  const file = header && files[header.kind];
  return [
    ...(header?.places.length
      ? [
          {
            key: 'header',
            label: file
              ? t('Address of the {file} above the words', { file })
              : t('{shown} in the header', { shown: shown(header.places[0]!) }),
            ...(file && { description: t('Begins with https:// and is open to everybody.') }),
            longest: longestElsewhere,
            isFile: file !== undefined,
          },
        ]
      : []),
    ...body.places.map((place, index) => ({
      key: `body.${index}`,
      label: shown(place),
      longest: longestInBody,
      isFile: false,
    })),
    ...buttons.flatMap(({ text, kind, url, places }, at) =>
      places.map((place, index) => ({
        key: `button.${at}.${index}`,
        label:
          kind === 'url'
            ? t('{shown} in the address of “{text}”', { shown: shown(place), text })
            : t('The code of “{text}”', { text }),
        ...(url !== undefined && { description: url }),
        longest: longestElsewhere,
        isFile: false,
      })),
    ),
  ];
}

const shown = (place: string) => `{{${place}}}`;

/** @param empty stands where nothing was written yet; @returns what would be sent */
export function filledTemplate(
  listed: ChannelTemplate,
  values: Values,
  empty: (place: string) => string = () => '',
): Template {
  const { name, language, header, body, buttons } = listed;
  const valueAt = (key: string, place: string) => values[key]?.trim() || empty(place);
  const parameters = body.places.map((place, index) => valueAt(`body.${index}`, place));
  const inButtons = buttons.flatMap(({ places }, at) =>
    places.map((place, index) => valueAt(`button.${at}.${index}`, place)),
  );
  return {
    name,
    language,
    ...(header?.places.length && { header: valueAt('header', header.places[0]!) }),
    ...(parameters.length > 0 && { parameters }),
    ...(inButtons.length > 0 && { buttons: inButtons }),
  };
}

/** What is wrong, by the field's key. */
export function wrongFields(fields: readonly TemplateField[], values: Values): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ key, isFile, longest }) => {
      const value = values[key]?.trim() ?? '';
      if (value === '') return [[key, t('Fill this in.')]];
      if (value.length > longest)
        return [[key, t('At most {longest} characters.', { longest: String(longest) })]];
      if (isFile && !/^https:\/\/\S+$/.test(value))
        return [[key, t('Write an address that begins with https://.')]];
      return [];
    }),
  );
}
