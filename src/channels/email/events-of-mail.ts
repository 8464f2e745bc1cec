// What a mail says to Parley: a message with its files, a bounce of ours, or nothing that anybody has to answer. Pure.
import { createHash } from 'node:crypto';
import type { MailHead, Verdict } from '../../protocol/model/mail';
import { maxTextLength, type MessageType } from '../../protocol/model/message';
import type { ChannelEvent, Person, RemoteMedia, Thread } from '../channel';
import { tooLargeToRead, type Mail, type MailAddress } from './reading/mail';
import { withMeaning } from './refusal-words';
import type { SessionTokens } from './session-token';

export interface Place {
  /** The channel's. */
  address: string;
  tokens: Pick<SessionTokens, 'ofAddress' | 'ofMessageId' | 'counts'>;
  /** Of the sender. */
  verdict: Verdict;
  /** Of the raw mail: its files are found by it. */
  key: string;
}

type Message = Extract<ChannelEvent, { kind: 'message' }>;

/** Longest Message-ID that a log takes as it is, UTF-16 units. */
const longestId = 250;

export const keyOfMail = (raw: Buffer): string => createHash('sha256').update(raw).digest('base64url');

export function eventsOfMail(mail: Mail, place: Place): ChannelEvent[] {
  if (mail.bounce) return bounces(mail, place);
  const sender = senderOf(mail, place);
  if (!sender) return [{ kind: 'not_understood', what: 'A mail without a sender.' }];
  if (sender.address === place.address.toLowerCase())
    return [{ kind: 'not_understood', what: "A mail from the channel's own address." }];
  return messagesOf(mail, sender, place);
}

/** States of the mails that came back; of one that names none of ours nobody can say more. */
function bounces({ bounce = [], date }: Mail, { tokens }: Place): ChannelEvent[] {
  const states = bounce.flatMap(({ messageId, recipient, action, reason, status }): ChannelEvent[] => {
    if (messageId === undefined || tokens.ofMessageId(messageId) === undefined) return [];
    if (recipient !== undefined && !tokens.counts(messageId, recipient)) return [];
    const at = date ?? new Date(0).toISOString();
    if (action === 'failed') {
      const error = withMeaning(
        [reason, status === undefined ? '' : `(${status})`].filter(Boolean).join(' '),
      );
      return [{ kind: 'state', target: messageId, at, delivery: 'failed', error }];
    }
    return action === 'delivered' ? [{ kind: 'state', target: messageId, at, delivery: 'delivered' }] : [];
  });
  if (states.length > 0) return states;
  const isNews = bounce.some(({ action }) => action === 'failed');
  return isNews
    ? [{ kind: 'not_understood', what: 'A bounce of a mail that is none of ours, or of a copy.' }]
    : [];
}

/** Addresses that nobody reads, and so nobody writes from. */
const noReply = /^(no|do-?not|donot|never)[._-]?reply\b/i;

/**
 * Forms on web sites write from the address that they write to, or from one that nobody reads, and name who wrote in
 * Reply-To; nobody vouches for that one.
 */
function senderOf(
  { from, replyTo }: Mail,
  { address, verdict }: Place,
): (MailAddress & { verdict: Verdict }) | undefined {
  if (!from) return undefined;
  const [other] = replyTo;
  const isForm = from.address === address.toLowerCase() || noReply.test(from.address);
  if (!isForm || !other || other.address === from.address) return { ...from, verdict };
  return { ...other, verdict: verdict === 'fail' ? 'fail' : 'unknown' };
}

function messagesOf(mail: Mail, sender: MailAddress & { verdict: Verdict }, place: Place): ChannelEvent[] {
  const providerId = idOf(mail, place);
  const thread = {
    ...threadOf(mail, { ...place, from: sender.address, providerId }),
    ...(sender.verdict === 'fail' && { isForged: true as const }),
  };
  const common = {
    kind: 'message' as const,
    person: personOf(sender, thread),
    at: mail.date ?? '',
    ...answering(mail, sender, place),
  };
  const words: Message = {
    ...common,
    providerId,
    thread,
    content: {
      type: 'text',
      ...textOf(mail),
      mail: headOf(mail, sender, place),
      media: { id: place.key, mediaType: 'message/rfc822', fileName: 'Original.eml' },
    },
  };
  const files = mail.attachments
    .filter(({ isInline }) => !isInline)
    .map(({ index, fileName, mediaType }): Message => ({
      ...common,
      providerId: `${providerId}#${index}`,
      // Beside the words, wherever those went.
      thread: { ...thread, names: [{ providerId }, ...thread.names] },
      content: { type: typeOf(mediaType), media: { id: `${place.key}/${index}`, mediaType, fileName } },
    }));
  return [words, ...files];
}

/** What a program surely wrote asks nobody; where that is less sure, a person sees it, and no program answers. */
function answering(
  { automatic, listAddress }: Mail,
  { verdict }: { verdict: Verdict },
  { address }: Place,
): Pick<Message, 'past' | 'needsPerson'> {
  if (automatic === 'reply' || automatic === 'bounce') return { past: true };
  if (verdict === 'fail') return { needsPerson: notVerified };
  const isOurs = automatic === 'list' && listAddress === address.toLowerCase();
  return automatic === undefined || isOurs ? {} : { needsPerson: byProgram };
}

const byProgram = 'The mail says that a program or a list sent it: no program answers it.';
const notVerified = 'The sender of the mail could not be verified: the domain does not vouch for it.';

function idOf({ messageId }: Mail, { key }: Place): string {
  return messageId === undefined || messageId.length > longestId ? `mail:${key}` : messageId;
}

/** Whoever cannot be verified is a customer of this thread only. */
function personOf({ address, name, verdict }: MailAddress & { verdict: Verdict }, { key }: Thread): Person {
  const identity =
    verdict === 'fail'
      ? { kind: 'unverified_email' as const, value: `${address.slice(0, 250)} ${key}` }
      : { kind: 'email' as const, value: address };
  return {
    identities: [identity],
    ...(name !== undefined && { name }),
    ...(verdict !== 'pass' && { isUnproved: true as const }),
  };
}

/** A signed address, or a signed id, is surer than what the mail says that it follows. */
function threadOf(
  { to, cc, deliveredTo, inReplyTo, references, subject }: Mail,
  { address, tokens, from, providerId }: Place & { from: string; providerId: string },
): Thread {
  const addresses = [...deliveredTo, ...[...to, ...cc].map((one) => one.address)];
  const ids = [...new Set([...inReplyTo, ...references.toReversed()])];
  const sessions = [
    ...addresses.map((one) => tokens.ofAddress(one, address)),
    ...ids.map(tokens.ofMessageId),
  ].filter((id) => id !== undefined);
  return {
    from,
    to: [...to, ...cc].map((one) => one.address),
    names: [
      ...[...new Set(sessions)].map((sessionId) => ({ sessionId })),
      ...ids.map((id) => ({ providerId: id })),
    ],
    key: createHash('sha256')
      .update(references[0] ?? inReplyTo[0] ?? providerId)
      .digest('base64url'),
    ...(subject !== undefined && { subject: subject.slice(0, 255) }),
  };
}

function textOf({ text, wholeText, subject, oddities, attachments }: Mail): { text?: string } {
  if (oddities.includes(tooLargeToRead))
    return { text: 'This mail is too large to be read. The original is attached.' };
  const words = text || wholeText || '';
  if (words !== '') return { text: words.slice(0, maxTextLength) };
  return subject !== undefined && attachments.length === 0 ? { text: subject } : {};
}

function headOf(
  mail: Mail,
  { address, name, verdict }: MailAddress & { verdict: Verdict },
  place: Place,
): MailHead {
  const isOther = (one: MailAddress) =>
    one.address !== place.address.toLowerCase() &&
    place.tokens.ofAddress(one.address, place.address) === undefined;
  const [to, cc] = [mail.to.filter(isOther), mail.cc.filter(isOther)];
  const domainOf = (one: string) => one.slice(one.lastIndexOf('@'));
  // Whom nobody vouches for leads the answers to nobody else's address: not at all, or in their own domain.
  const [replyTo] = mail.replyTo.filter(
    (one) =>
      isOther(one) &&
      (verdict === 'pass' || (verdict === 'unknown' && domainOf(one.address) === domainOf(address))),
  );
  const { subject, automatic, references, inReplyTo } = mail;
  const follows = [...references, ...inReplyTo.filter((id) => !references.includes(id))];
  return {
    ...(subject !== undefined && { subject }),
    from: { address, ...(name !== undefined && { name }) },
    ...(to.length > 0 && { to }),
    ...(cc.length > 0 && { cc }),
    ...(replyTo && replyTo.address !== address && { replyTo: replyTo.address }),
    verdict,
    ...(automatic && { automatic }),
    ...(isCut(mail) && { isCut: true as const }),
    ...(follows.length > 0 && { references: follows.slice(-20) }),
  };
}

const isCut = ({ text, wholeText, html }: Mail): boolean =>
  wholeText !== undefined || html !== undefined || text.length > maxTextLength;

function typeOf(mediaType: string): MessageType {
  if (mediaType.startsWith('image/')) return 'image';
  return mediaType.startsWith('audio/') ? 'audio' : 'file';
}

/** Which file of which raw mail; no number: the mail itself. */
export function fileOf({ id }: RemoteMedia): { key: string; index?: number } {
  const [key = '', index] = id.split('/');
  return { key, ...(index !== undefined && { index: Number(index) }) };
}
