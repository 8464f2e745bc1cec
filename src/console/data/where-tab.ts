// A filter as the name of a list: it stands in the address of the page, and a saved view says which one it is.
import type { SessionWhere } from '../../protocol/session-where';

/** `where:<id of the saved view, or nothing>:<filter>` */
export type WhereTab = `where:${string}`;

const read = new Map<string, SessionWhere>();

export function whereTab(where: SessionWhere, viewId = ''): WhereTab {
  const bytes = new TextEncoder().encode(JSON.stringify(where));
  const text = btoa(String.fromCharCode(...bytes));
  return `where:${viewId}:${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** What cannot be read lets everything through that is open. */
export function whereOf(tab: WhereTab): SessionWhere {
  const known = read.get(tab);
  if (known) return known;
  const where = parsed(tab.split(':')[2] ?? '');
  read.set(tab, where);
  return where;
}

export const viewIdOf = (tab: string): string | undefined =>
  (tab.startsWith('where:') && tab.split(':')[1]) || undefined;

function parsed(text: string): SessionWhere {
  try {
    const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
    return (JSON.parse(new TextDecoder().decode(bytes)) ?? {}) as SessionWhere;
  } catch {
    return {};
  }
}
