// What a mail server says of a mail of ours that it could not deliver: by RFC 3464, or in a form of its own (qmail, Exim, old Gmail and Exchange).
import { decodeText, oneLine, readHead, valueOf, valuesOf, type Decoding, type Field } from './header-fields';
import { readIds, readMessageId } from './ids-and-dates';
import { usableAddress } from './addresses';
import type { MailBounce } from './mail';
import { contentOf, type Part } from './mime';

const mostRecipients = 100;
const longestReason = 1_000;
const actions = new Set<string>(['failed', 'delayed', 'delivered', 'relayed', 'expanded']);

/** @param explained the text of the mail */
export function bounceOf(root: Part, explained: string, decoding: Decoding): MailBounce[] | undefined {
  const isReport = root.type === 'multipart/report';
  const isServers = isReport || isFromServer(root.fields, explained, decoding);
  if (!isServers) return undefined;
  const status = find(root, /^message\/(?:global-)?delivery-status$/);
  const messageId = returnedId(root, explained);
  if (status) {
    const list = byStatus(contentOf(status), explained, decoding).map((one) => ({
      ...(messageId ? { messageId } : {}),
      ...one,
    }));
    if (list.length) return list;
  }
  const isOfDelivery = !isReport || /delivery-status/i.test(root.params.get('report-type') ?? '');
  if (!isOfDelivery && !isFromServer(root.fields, explained, decoding)) return undefined;
  return inOwnWords(root, explained).map((one) => ({ ...(messageId ? { messageId } : {}), ...one }));
}

/** Groups of fields with empty lines between: the first is of the report, each other one of a recipient. */
function byStatus(content: Buffer, explained: string, decoding: Decoding): MailBounce[] {
  const groups: Field[][] = [];
  for (let rest = content.subarray(0, 512 * 1024); rest.length && groups.length <= mostRecipients * 2;) {
    const head = readHead(rest);
    if (head.fields.length) groups.push(head.fields);
    // Without any field all of the rest is text.
    rest = rest.subarray(head.bodyStart || rest.length);
  }
  return groups
    .filter((fields) => valuesOf(fields, 'action', 'final-recipient', 'original-recipient', 'status').length)
    .slice(0, mostRecipients)
    .flatMap((fields) => recipientStatus(fields, explained, decoding) ?? []);
}

function recipientStatus(fields: Field[], explained: string, decoding: Decoding): MailBounce | undefined {
  const typed = (name: string) =>
    oneLine(
      decodeText((valueOf(fields, name) ?? '').replace(/^[\w-]{1,40}\s*;/, ''), decoding),
      longestReason,
    );
  const recipient = usableAddress(typed('original-recipient')) ?? usableAddress(typed('final-recipient'));
  const status = statusIn(valueOf(fields, 'status') ?? '');
  const given = oneLine(valueOf(fields, 'action') ?? '', 40)
    .toLowerCase()
    .split(/[\s;(]/)[0]!;
  const action = actions.has(given)
    ? given
    : status?.startsWith('4')
      ? 'delayed'
      : status?.startsWith('2')
        ? 'delivered'
        : 'failed';
  if (!recipient && !status && !actions.has(given)) return undefined;
  const reason =
    typed('diagnostic-code') ||
    reasonIn(explained, recipient) ||
    oneLine(explained, 300) ||
    (status ? `Status ${status}` : 'The mail server gave no reason.');
  return {
    ...(recipient ? { recipient } : {}),
    action: action as MailBounce['action'],
    ...(status ? { status } : {}),
    reason,
  };
}

const statusIn = (text: string) => /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1];

function find(part: Part, type: RegExp): Part | undefined {
  if (type.test(part.type)) return part;
  for (const child of part.children) {
    const found = find(child, type);
    if (found) return found;
  }
  return undefined;
}

/** The id of our mail: of what came back with the report, else as its words name it. */
function returnedId(root: Part, explained: string): string | undefined {
  const returned = find(
    root,
    /^(?:message\/(?:rfc822|global|global-headers|rfc822-headers)|text\/rfc822-headers)$/,
  );
  const inReturned =
    returned && returned !== root
      ? readMessageId(valueOf(readHead(contentOf(returned)).fields, 'message-id'))
      : undefined;
  if (inReturned) return inReturned;
  const named = /^[>\s]{0,20}(?:Original-)?Message-ID:\s{0,20}(<[^<>\n]{1,500}>)/im.exec(explained);
  if (named) return readMessageId(named[1]);
  const original =
    valueOf(root.fields, 'x-original-message-id') ?? valueOf(root.fields, 'original-message-id');
  return readMessageId(original) ?? readIds(valuesOf(root.fields, 'in-reply-to', 'references')).at(-1);
}

const serverName = /mailer-daemon|postmaster|mail delivery|mdaemon|mail-daemon|maildelivery/i;
const bounceSubject =
  /undeliver|delivery (?:status notification|failure|report|has failed)|failure notice|mail (?:delivery failed|system error)|returned mail|could not (?:be delivered|send)|unzustellbar|nicht zugestellt|non remis|non distribu|no se puede entregar|no entregado|mancata consegna|non recapitabile|não (?:foi )?entreg|niet (?:bezorgd|worden bezorgd)|onbestelbaar|niedostarcz|недоставлен|не доставлен|配信(?:不能|できません)|配達不能|未送达|退信|무효 메일|반송/i;
const serverWords =
  /this is the qmail-send program|message was created automatically by mail delivery software|this is the mail system at host|delivery to the following recipients? (?:has been delayed|failed)|did not reach (?:some or all of )?the (?:following|intended) recipient|your message (?:wasn't|couldn't be|could not be) delivered|delivery has failed to these recipients|mail server could not deliver/i;

/** By who sent it, not by its words alone: customers forward what came back to them. */
function isFromServer(fields: Field[], explained: string, decoding: Decoding): boolean {
  if (valueOf(fields, 'x-failed-recipients') !== undefined) return true;
  const path = valueOf(fields, 'return-path');
  const isServer =
    serverName.test(valueOf(fields, 'from') ?? '') || /^<?\s*>?$/.test((path ?? 'none').trim());
  if (!isServer) return false;
  return (
    bounceSubject.test(decodeText(valueOf(fields, 'subject') ?? '', decoding)) ||
    serverWords.test(explained.slice(0, 5_000))
  );
}

function inOwnWords(root: Part, explained: string): MailBounce[] {
  const own = ownWords(explained);
  const subject = valueOf(root.fields, 'subject') ?? '';
  const isDelay =
    /delay|warning|verzögert|retard|not yet been delivered|will be retried|will keep trying|no action is required/i.test(
      `${subject} ${own.slice(0, 3_000)}`,
    );
  const action =
    isDelay && !/permanent|failed permanently|giving up|given up/i.test(own.slice(0, 3_000))
      ? 'delayed'
      : 'failed';
  const listed = valuesOf(root.fields, 'x-failed-recipients').flatMap((value) => value.split(','));
  const inText = [
    ...own.matchAll(/^[ \t]{0,20}<?([^\s<>@:,;"']{1,64}@[^\s<>@:,;"']{1,200})>?:?[ \t]*(?:on \d|\(|$|:)/gim),
  ].map((match) => match[1]!);
  const recipients = [...new Set([...listed, ...inText].flatMap((text) => usableAddress(text) ?? []))].slice(
    0,
    mostRecipients,
  );
  const one = (recipient?: string): MailBounce => {
    const reason = reasonIn(own, recipient) || oneLine(own, 300) || 'The mail server gave no reason.';
    const status = statusIn(reason) ?? statusIn(own.slice(0, 5_000));
    return { ...(recipient ? { recipient } : {}), action, ...(status ? { status } : {}), reason };
  };
  return recipients.length ? recipients.map(one) : [one()];
}

/** Without the mail that the server sends back below its own words. */
function ownWords(text: string): string {
  const end = text.search(
    /^\s{0,20}-{2,}.{0,20}(?:copy of (?:the|your) message|original message|returned message|below this line|message header)/im,
  );
  return (end > 0 ? text.slice(0, end) : text).slice(0, 20_000);
}

/** The lines below the recipient up to an empty one, or the sentence that names it; else the line with the answer of a server. */
function reasonIn(text: string, recipient: string | undefined): string {
  const at = recipient ? text.toLowerCase().indexOf(recipient) : -1;
  if (at >= 0) {
    const start = text.lastIndexOf('\n', at) + 1;
    const lineEnd = text.indexOf('\n', at);
    const line = text.slice(start, lineEnd < 0 ? undefined : lineEnd).slice(0, 2_000);
    if (/^[\s<]{0,20}\S{1,320}[>\s:]{0,20}$/.test(line)) {
      const [below = ''] = text
        .slice(start + line.length + 1, at + 2_500)
        .split(/\n[ \t]{0,80}\n|\n[ \t]{0,20}<[^\s>]{1,64}@/);
      const reason = oneLine(below.replace(/^>+/gm, ''), longestReason);
      if (/[a-z]{3}/i.test(reason)) return reason;
    } else return oneLine(line, longestReason);
  }
  const answer = /^.{0,200}\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}.{0,300}$|^.{0,100}\b5\d\d .{5,300}$/m.exec(
    text.slice(0, 20_000),
  );
  return answer ? oneLine(answer[0], longestReason) : '';
}
