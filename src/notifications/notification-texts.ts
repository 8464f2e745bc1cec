// What a mail says of what waits for an agent: pure.
import type { ConsoleLanguage } from '../protocol/model/console-languages';
import { placeOfNote, type NotedCustomer } from '../protocol/noted-customer';
import type { NewsKind } from '../protocol/notifications';
import { filled } from '../protocol/server-texts/said';
import type { SessionState } from '../sessions/session';
import { newsPhrases } from './phrases';

export type Line = { kind: NewsKind } & (
  | { session: Pick<SessionState, 'id' | 'customerName'>; note?: undefined }
  | { note: NotedCustomer; session?: undefined }
);

/** Of who reads it, and where. */
interface Reader {
  /** The console's address; undefined: nobody knows the server's. */
  console: string | undefined;
  language: ConsoleLanguage;
}

/** One mail for what came together. */
export function mailOf(
  lines: readonly Line[],
  { console, language }: Reader,
): { subject: string; text: string } {
  const words = newsPhrases[language];
  const said = ({ kind, session, note }: Line) =>
    filled(words.line, { what: words.titles[kind], who: (session ?? note).customerName ?? words.visitor });
  const place = ({ kind, session, note }: Line) =>
    note
      ? `${console}/${placeOfNote(note)}`
      : `${console}/inbox/${session.id}?tab=${kind === 'waiting' ? 'waiting' : 'all'}`;
  const written = lines.map((line) => (console ? `${said(line)}\n${place(line)}` : said(line)));
  const [first] = lines as [Line];
  const end = console ? filled(words.end, { console }) : words.endThere;
  return {
    subject: lines.length === 1 ? said(first) : filled(words.several, { count: lines.length }),
    text: [...written, `${words.why}\n${end}`].join('\n\n'),
  };
}
