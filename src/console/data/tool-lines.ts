// Headers and what is taken of an answer, as lines that people type.
import type { NewTool, Tool } from '../../protocol/tools';

const types = ['string', 'number', 'integer', 'boolean'] as const;
type Property = NewTool['answer']['properties'][string];

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** `Authorization: Bearer …`, one a line. */
export function headersFrom(text: string): Record<string, string> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

export const headersTo = (headers: Tool['headers']): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

/** `status = order.state`, `parcels integer = order.count`, or a name alone: a text that stands at its own name. */
export function propertiesFrom(text: string): Record<string, Property> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const [left = '', path = ''] = line.split('=').map((part) => part.trim());
      const [name = '', word = 'string'] = left.split(/\s+/);
      const type = types.find((one) => one === word) ?? 'string';
      return [name, { type, ...(path && path !== name && { path }) }];
    }),
  );
}

export const propertiesTo = (properties: Tool['answer']['properties']): string =>
  Object.entries(properties)
    .map(
      ([name, { type, path }]) =>
        `${name}${type === 'string' ? '' : ` ${type}`}${path === undefined ? '' : ` = ${path}`}`,
    )
    .join('\n');
