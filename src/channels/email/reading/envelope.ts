// All of a mail but its contents: from its head alone, cheap enough for a mail that cannot be read whole.
import { readAddresses } from './addresses';
import { automaticOf } from './automatic';
import { decodeText, oneLine, valueOf, valuesOf, type Decoding } from './header-fields';
import { readDate, readIds, readMessageId } from './ids-and-dates';
import { tooLargeToRead, type Mail } from './mail';
import { parseRoot, type Part } from './mime';

export type Envelope = Omit<Mail, 'text' | 'wholeText' | 'html' | 'attachments' | 'bounce' | 'oddities'>;

const longestSubject = 1_000;
const mostResults = 10;

export function readEnvelope(root: Part, decoding: Decoding): Envelope {
  const { fields } = root;
  const subject = oneLine(decodeText(valueOf(fields, 'subject') ?? '', decoding), longestSubject);
  const senders = valuesOf(fields, 'from');
  const [from, another] = readAddresses(senders, decoding);
  if (!from) decoding.oddities.add(senders.length ? 'unreadable From' : 'no From');
  if (another || senders.length > 1) decoding.oddities.add('more than one From');
  const messageId = readMessageId(valueOf(fields, 'message-id'));
  if (!messageId) decoding.oddities.add('no Message-ID');
  const date = readDate(valueOf(fields, 'date'));
  const automatic = automaticOf(root, from?.address, subject);
  const list = readAddresses(valuesOf(fields, 'list-post'), decoding)[0];
  const sentBy = oneLine(valueOf(fields, 'x-parley-channel') ?? '', 200);
  const results = valuesOf(fields, 'authentication-results').slice(0, mostResults);
  return {
    ...(messageId ? { messageId } : {}),
    ...(from ? { from } : {}),
    replyTo: readAddresses(valuesOf(fields, 'reply-to'), decoding),
    to: readAddresses(valuesOf(fields, 'to'), decoding),
    cc: readAddresses(valuesOf(fields, 'cc'), decoding),
    deliveredTo: readAddresses(
      valuesOf(fields, 'delivered-to', 'x-original-to', 'envelope-to'),
      decoding,
    ).map(({ address }) => address),
    ...(subject ? { subject } : {}),
    ...(date ? { date } : {}),
    inReplyTo: readIds(valuesOf(fields, 'in-reply-to')),
    references: readIds(valuesOf(fields, 'references')),
    ...(automatic ? { automatic } : {}),
    ...(list ? { listAddress: list.address } : {}),
    authenticationResults: results.map((value) => oneLine(decodeText(value, decoding), 4_000)),
    ...(sentBy ? { sentBy } : {}),
  };
}

const mostRead = 64 * 1024;

/** Of a mail that cannot be read whole. */
export function readHeaders(raw: Buffer): Mail {
  const decoding: Decoding = { oddities: new Set([tooLargeToRead]) };
  const envelope = readEnvelope(parseRoot(raw.subarray(0, mostRead), decoding), decoding);
  return { ...envelope, text: '', attachments: [], oddities: [...decoding.oddities] };
}
