// What a mail says of what waits for an agent: pure.
import type { ConsoleLanguage } from '../protocol/model/console-languages';
import type { NewsKind } from '../protocol/notifications';
import { filled } from '../protocol/words/said';
import { newsPhrases } from './phrases';

export interface Line {
  kind: NewsKind;
  sessionId: string;
  customerName: string | undefined;
}

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
  const said = ({ kind, customerName }: Line) =>
    filled(words.line, { what: words.titles[kind], who: customerName ?? words.visitor });
  const place = ({ kind, sessionId }: Line) =>
    `${console}/inbox/${sessionId}?tab=${kind === 'waiting' ? 'waiting' : 'all'}`;
  const written = lines.map((line) => (console ? `${said(line)}\n${place(line)}` : said(line)));
  const [first] = lines as [Line];
  const end = console ? filled(words.end, { console }) : words.endThere;
  return {
    subject: lines.length === 1 ? said(first) : filled(words.several, { count: lines.length }),
    text: [...written, `${words.why}\n${end}`].join('\n\n'),
  };
}
