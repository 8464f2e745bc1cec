// What a reply by e-mail has besides its words: to whom it goes, who gets a copy, under which subject.
import type { NewMail } from '../../protocol/model/mail';
import type { Session } from '../../protocol/model/session';

/** What the session's thread says of the next reply. */
export interface Thread {
  /** Where it goes; undefined: to the customer, wherever that is. */
  to: string | undefined;
  subject: string;
  /** Who got the customer's last mail, too. */
  others: readonly string[];
  /** Names the customer's last mail. */
  of: string;
}

/** As it stands in the fields. */
export interface Letter {
  subject: string;
  cc: string;
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : undefined;

export function threadOf({ metadata, subject }: Pick<Session, 'metadata' | 'subject'>): Thread {
  const mail = (metadata['mail'] ?? {}) as { subject?: unknown; last?: Record<string, unknown> };
  const last = mail.last ?? {};
  return {
    to: textOf(last['replyTo']),
    subject: answerTo(textOf(mail.subject) ?? subject ?? ''),
    others: texts(last['others']),
    of: textOf(last['messageId']) ?? '',
  };
}

const answerTo = (subject: string): string =>
  !subject || /^(?:re|aw|sv|antw)\s*:/i.test(subject) ? subject : `Re: ${subject}`;

// eslint-disable-next-line no-restricted-syntax -- typed into a field, as in any language
export const letterOf = ({ subject, others }: Thread): Letter => ({ subject, cc: others.join(', ') });

/** Addresses with commas, semicolons or lines between them, each once; with names, as mail programs copy them, too. */
export function addressesIn(text: string): { found: string[]; wrong: string[] } {
  const found = new Set<string>();
  const wrong: string[] = [];
  for (const part of text.split(/[,،;؛\n]/)) {
    const written = part.trim();
    const address = (/<([^<>]*)>$/.exec(written)?.[1] ?? written).trim().toLowerCase();
    if (/^[^\s@<>"(),:;]+@[^\s@<>"(),:;.]+(?:\.[^\s@<>"(),:;.]+)+$/.test(address)) found.add(address);
    else if (written) wrong.push(written);
  }
  return { found: [...found], wrong };
}

/** Who gets a copy is said whenever somebody does: what the agent saw is what is sent. */
export function mailOf(thread: Thread, { subject, cc }: Letter): NewMail | undefined {
  const copies = addressesIn(cc).found.filter((one) => one !== thread.to);
  const written = subject.trim();
  const mail = {
    ...(written && written !== thread.subject && { subject: written }),
    ...((copies.length > 0 || thread.others.length > 0) && { cc: copies }),
  };
  return Object.keys(mail).length > 0 ? mail : undefined;
}
