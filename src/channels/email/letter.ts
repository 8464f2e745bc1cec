// A message of the log as a mail: who it is from, what it follows, its words as text and as HTML, its file.
import MailComposer from 'nodemailer/lib/mail-composer';
import { mailThreadOf } from '../../sessions/mail-thread';
import type { Outgoing, OutgoingFile } from '../channel';
import { bodyOf } from './letter-body';
import type { SessionTokens } from './session-token';
import type { EmailSettings } from './settings';

export interface Letter {
  raw: Buffer;
  messageId: string;
  envelope: { from: string; to: string[] };
}

/** What a mail that we sent bears: whoever finds it coming back does not answer it. */
export const ownHeader = 'X-Parley-Channel';

const noSubject = 'Your message';
const longestReferences = 20;

export async function letterOf(
  out: Outgoing<EmailSettings>,
  tokens: Pick<SessionTokens, 'messageId' | 'replyAddress'>,
): Promise<Letter> {
  const { settings, of, to, media, moreMedia = [] } = out;
  const { address, name } = settings;
  const cc = copiesOf(of);
  const place = of && {
    sessionId: of.session.id,
    seq: of.seq,
    tryId: out.tryId,
    ...(cc.length > 0 && { to: to.value }),
  };
  const messageId = place ? tokens.messageId(place, address) : `${out.tryId}@${domainOf(address)}`;
  const replyTo =
    place && settings.plusAddressing ? tokens.replyAddress(place.sessionId, address) : undefined;
  const raw = await new MailComposer({
    from: name === undefined ? address : { name, address },
    to: to.value,
    ...(cc.length > 0 && { cc }),
    ...(replyTo !== undefined && { replyTo: name === undefined ? replyTo : { name, address: replyTo } }),
    subject: out.subject ?? subjectOf(of),
    messageId: `<${messageId}>`,
    ...followed(of),
    headers: {
      [ownHeader]: 'yes',
      ...(of?.isAutomatic && {
        // Nobody wrote just now: a question comes by itself (RFC 3834, 5.1).
        'Auto-Submitted': out.presses ? 'auto-generated' : 'auto-replied',
        'X-Auto-Response-Suppress': 'All',
      }),
      ...(out.presses && {
        'List-Unsubscribe': `<${out.presses.stop.url}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    ...bodyOf(out),
    ...(media && { attachments: await Promise.all([media, ...moreMedia].map(attachmentOf)) }),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  return { raw, messageId, envelope: { from: address, to: [to.value, ...cc] } };
}

const attachmentOf = async ({ fileName, mediaType, read }: OutgoingFile) => ({
  filename: fileName,
  contentType: mediaType,
  content: await read(),
});

type Of = Outgoing<EmailSettings>['of'];

/** An answer that nobody looked at goes to whoever asked, and to nobody else. */
function copiesOf(of: Of): string[] {
  if (!of || of.isAutomatic) return [];
  return of.mail?.cc?.map(({ address }) => address) ?? [];
}

function subjectOf(of: Of): string {
  if (of?.mail?.subject !== undefined) return of.mail.subject;
  const subject = of && (mailThreadOf(of.session.metadata)?.subject ?? of.session.subject);
  if (!subject) return noSubject;
  return /^(re|aw|sv|antw)\s*:/i.test(subject) ? subject : `Re: ${subject}`;
}

function followed(of: Of): { inReplyTo?: string; references?: string[] } {
  const { messageId, references = [] } = (of && mailThreadOf(of.session.metadata)?.last) ?? {};
  if (messageId === undefined || messageId.startsWith('mail:')) return {};
  const bracketed = (id: string) => `<${id}>`;
  return {
    inReplyTo: bracketed(messageId),
    references: [...references, messageId].slice(-longestReferences).map(bracketed),
  };
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
