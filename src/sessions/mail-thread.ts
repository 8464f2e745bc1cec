// What a session by e-mail knows of its thread: who takes part, what the next answer follows, where it goes.
import type { MailHead, NewMail } from '../protocol/model/mail';
import type { Message, MessageContent } from '../protocol/model/message';

export interface MailThread {
  subject?: string;
  /** Addresses; whoever is not among them does not write here. The first ones stay. */
  participants: string[];
  /** Of the customer's last mail. */
  last?: {
    messageId?: string;
    /** Oldest first. */
    references: string[];
    /** Where the answer goes. */
    replyTo: string;
    /** Addresses of those who got it, too. */
    others: string[];
  };
}

const mostParticipants = 50;
const mostReferences = 10;

export const mailThreadOf = (metadata: Record<string, unknown>): MailThread | undefined =>
  metadata['mail'] as MailThread | undefined;

/** What the session knows after a message. */
export function withMail(
  metadata: Record<string, unknown>,
  { sender, content: { mail }, metadata: about }: Message,
): Record<string, unknown> {
  const { needsPerson } = about;
  if (!mail) return needsPerson === undefined ? metadata : { ...metadata, needsPerson };
  const thread = mailThreadOf(metadata) ?? { participants: [] };
  const { subject } = mail;
  return {
    ...metadata,
    ...(needsPerson !== undefined && { needsPerson }),
    ...(mail.verdict === 'fail' && { senderNotVerified: true }),
    mail: {
      ...(subject !== undefined && { subject }),
      ...thread,
      participants: together(thread.participants, addressesOf(mail)),
      ...(isAnswered(thread, sender, about) &&
        mail.from && { last: lastOf(mail, about.channelMessageId, thread) }),
    } satisfies MailThread,
  };
}

/** What the log holds of how an answer is to go. */
export function withNewMail<Content extends object>(
  content: Content,
  mail: NewMail | undefined,
): Content & { mail?: MailHead } {
  if (!mail) return content;
  const { subject, cc } = mail;
  return {
    ...content,
    mail: {
      ...(subject !== undefined && { subject }),
      ...(cc && { cc: cc.map((address) => ({ address: address.toLowerCase() })) }),
    },
  };
}

/** An automatic mail asks for no answer, and changes nobody's place. */
const isAnswered = (
  { last }: MailThread,
  sender: Message['sender'],
  { past }: Message['metadata'],
): boolean => sender === 'customer' && (!past || !last);

/** A mail that nobody vouches for leads the answers of a thread that is there to nobody who took no part in it. */
function lastOf(
  mail: MailHead,
  messageId: string | undefined,
  { participants }: MailThread,
): NonNullable<MailThread['last']> {
  const from = mail.from!.address;
  const isLed =
    mail.verdict === 'pass' || participants.length === 0 || participants.includes(mail.replyTo ?? '');
  const replyTo = (isLed ? mail.replyTo : undefined) ?? from;
  const references = mail.references ?? [];
  return {
    ...(messageId !== undefined && { messageId }),
    // The first says which thread it is, the last ones where in it.
    references:
      references.length > mostReferences
        ? [references[0]!, ...references.slice(1 - mostReferences)]
        : references,
    replyTo,
    others: (mail.verdict === 'fail' ? [] : [...(mail.to ?? []), ...(mail.cc ?? [])])
      .map(({ address }) => address)
      .filter((address) => address !== from && address !== replyTo)
      .slice(0, mostParticipants),
  };
}

/** Who forges an address brings nobody along. */
function addressesOf({ from, to = [], cc = [], replyTo, verdict }: MailHead): string[] {
  if (verdict === 'fail') return from ? [from.address] : [];
  const named = [...(from ? [from] : []), ...to, ...cc].map(({ address }) => address);
  return replyTo === undefined ? named : [...named, replyTo];
}

const together = (known: readonly string[], more: readonly string[]): string[] =>
  [...new Set([...known, ...more])].slice(0, mostParticipants);

/** To more people nobody answers without naming them. */
const mostCopies = 10;

/** Whom an answer goes to is settled when it is written: who else writes meanwhile gets none that was not for them. */
export function addressed(
  metadata: Record<string, unknown>,
  content: MessageContent,
  isAutomatic: boolean,
): MessageContent {
  const last = mailThreadOf(metadata)?.last;
  if (!last) return content;
  const copies = isAutomatic || last.others.length > mostCopies ? [] : last.others;
  const cc = content.mail?.cc ?? copies.map((address) => ({ address }));
  return {
    ...content,
    mail: { ...content.mail, to: [{ address: last.replyTo }], ...(cc.length > 0 && { cc }) },
  };
}
