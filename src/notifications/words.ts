// What notifications say of what happened, where no console says it.
import type { NewsKind } from '../protocol/notifications';

export const titles: Record<NewsKind, string> = {
  assigned: 'A conversation is yours now',
  unanswered: 'A customer waits for your answer',
  message: 'A customer wrote to you',
  waiting: 'A customer waits for a person',
  returned: 'A conversation is back',
  mentioned: 'A colleague mentioned you',
  due_soon: 'What you promised is due soon',
  overdue: 'What you promised is overdue',
  not_sent: 'A scheduled reply was not sent',
};

export interface Line {
  kind: NewsKind;
  sessionId: string;
  customerName: string | undefined;
}

/** One mail for what came together. @param console its address; undefined: nobody knows the server's */
export function mailOf(
  lines: readonly Line[],
  console: string | undefined,
): { subject: string; text: string } {
  const said = ({ kind, customerName }: Line) => `${titles[kind]}: ${customerName ?? 'a visitor'}`;
  const place = ({ kind, sessionId }: Line) =>
    `${console}/inbox/${sessionId}?tab=${kind === 'waiting' ? 'waiting' : 'all'}`;
  const written = lines.map((line) => (console ? `${said(line)}\n${place(line)}` : said(line)));
  const [first] = lines as [Line];
  return {
    subject: lines.length === 1 ? said(first) : `${lines.length} things wait for you in Parley`,
    text: [
      ...written,
      `You get this because you asked for mails of it, and no console of yours was open. ${
        console
          ? `Change what you are told of, or end these mails: ${console}/settings?section=notifications`
          : 'Under Settings, Notifications you change what you are told of, or end these mails.'
      }`,
    ].join('\n\n'),
  };
}
