// A template and what fills it: whether it fits, and what the customer reads.
import { DomainError, type FieldError } from '../../errors';
import type { ChannelTemplate, Template } from '../../protocol/model/template';
import { place, templateText } from '../../protocol/template-text';
import type { FilledTemplate } from '../channel';

/** Each once: numbers by their size, names in the order of the text. */
export function placesIn(text: string): string[] {
  const found = [...new Set([...text.matchAll(place)].map(([, name]) => name!))];
  return found.every((name) => /^\d+$/.test(name)) ? found.sort((a, b) => Number(a) - Number(b)) : found;
}

/** @throws `invalid` for a template that is not listed or cannot be sent, and for another number of parameters */
export function fill(
  listed: readonly ChannelTemplate[],
  asked: Template,
): { template: FilledTemplate; text: string } {
  const known = listed.filter(({ name }) => name === asked.name);
  const found = known.find(({ language }) => language === asked.language);
  if (!found) throw unknown(asked, known);
  if (found.why !== undefined)
    throw refused(`The template ${asked.name} cannot be sent: ${found.why}`, [
      { path: 'template.name', message: found.why },
    ]);
  const wrong = mismatches(found, asked);
  if (wrong.length > 0)
    throw refused(`The template ${asked.name} is not filled in rightly: ${wrong[0]!.message}.`, wrong);
  return { template: { ...asked, form: formOf(found) }, text: templateText(found, asked) };
}

const refused = (sentence: string, errors: FieldError[]) => new DomainError('invalid', sentence, { errors });

function unknown({ name, language }: Template, known: readonly ChannelTemplate[]): DomainError {
  if (known.length === 0)
    return refused(`This channel has no template ${name}.`, [
      { path: 'template.name', message: 'is no template of this channel' },
    ]);
  const languages = known.map((one) => one.language).join(', ');
  return refused(`The template ${name} is not there in ${language}, only in ${languages}.`, [
    { path: 'template.language', message: `must be one of ${languages}` },
  ]);
}

function mismatches({ header, body, buttons }: ChannelTemplate, asked: Template): FieldError[] {
  const counts = [
    {
      field: 'header',
      where: 'its header',
      wanted: header?.places.length ?? 0,
      given: asked.header === undefined ? 0 : 1,
    },
    {
      field: 'parameters',
      where: 'its body',
      wanted: body.places.length,
      given: asked.parameters?.length ?? 0,
    },
    {
      field: 'buttons',
      where: 'its buttons',
      wanted: buttons.flatMap(({ places }) => places).length,
      given: asked.buttons?.length ?? 0,
    },
  ];
  const wrong = counts
    .filter(({ wanted, given }) => wanted !== given)
    .map(({ field, where, wanted, given }) => ({
      path: `template.${field}`,
      message: `${where} takes ${wanted} ${wanted === 1 ? 'parameter' : 'parameters'}, not ${given}`,
    }));
  const isFile = header !== undefined && header.kind !== 'text';
  if (isFile && asked.header !== undefined && !/^https:\/\/\S+$/.test(asked.header))
    wrong.push({
      path: 'template.header',
      message: `its header is the https address of a file (${header.kind})`,
    });
  return wrong;
}

function formOf({ header, body, buttons }: ChannelTemplate): NonNullable<FilledTemplate['form']> {
  const [first] = header?.places ?? [];
  return {
    ...(header && first !== undefined && { header: { kind: header.kind, place: first } }),
    body: body.places,
    buttons: buttons.flatMap(({ kind, places }, index) => places.map(() => ({ index, kind }))),
  };
}
