// What the customer reads of a template that is filled in: the same words in the log, and in the console before it goes out.
import type { ChannelTemplate, Template } from './model/template';

export const place = /\{\{\s{0,5}([A-Za-z0-9_]{1,60})\s{0,5}\}\}/g;

/** From top to bottom. */
export interface TemplateParts {
  head?: string;
  body: string;
  footer?: string;
  buttons: string[];
}

export function templateParts(listed: ChannelTemplate, asked: Template): TemplateParts {
  const { header, body, footer, buttons } = listed;
  const head =
    header?.kind === 'text' ? filled(header.text ?? '', header.places, [asked.header ?? '']) : asked.header;
  return {
    ...(head && { head }),
    body: filled(body.text, body.places, asked.parameters ?? []),
    ...(footer && { footer }),
    buttons: buttons.map(({ text }) => text),
  };
}

/** A button stands in brackets. */
export function templateText(listed: ChannelTemplate, asked: Template): string {
  const { head, body, footer, buttons } = templateParts(listed, asked);
  return [head, body, footer, buttons.map((text) => `[${text}]`).join(' ')].filter(Boolean).join('\n\n');
}

function filled(text: string, places: readonly string[], values: readonly string[]): string {
  return text.replace(place, (all, name: string) => values[places.indexOf(name)] ?? all);
}
