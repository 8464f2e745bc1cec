// E-mail as a channel: a mail is a message with its files, and every message of ours is a mail.
import { Readable } from 'node:stream';
import { DomainError, notFound } from '../../errors';
import { anyChannel, mebibyte } from '../../files/limits';
import { mailThreadOf } from '../../sessions/mail-thread';
import type { Channel, RemoteMedia } from '../channel';
import { createKeyedMutex } from '../../tools/keyed-mutex';
import { isSigned } from '../inbound/webhook-signature';
import { routeHeader, type Route } from './accept-mail';
import { eventsOfMail, fileOf, keyOfMail } from './events-of-mail';
import { judgeByHeaders } from './judge-sender';
import { letterOf } from './letter';
import type { MailReader } from './reading/mail';
import type { SessionTokens } from './session-token';
import { emailSettings, type EmailSettings } from './settings';
import { sendLetter, withServer, type SmtpDeps } from './smtp';
import { say } from '../../protocol/server-texts/said';

export interface EmailDeps extends SmtpDeps {
  reader: MailReader;
  tokens: SessionTokens;
  /** A raw mail that came in, by what is made of its bytes. */
  rawOf(channelId: string, key: string): Promise<Buffer | undefined>;
  /** Under which name our own receiver writes what it found. */
  authservId: string;
}

/** Most providers take no larger mail. */
const largestMail = 25 * 1024 * 1024;
/** As Base64 they are a third longer, and the words are in the mail, too. */
const mostFiles = 18 * mebibyte;
/** Whoever writes letters writes the next one later. */
const burstMs = 2_000;

export function createEmail(deps: EmailDeps): Channel {
  const { reader, tokens } = deps;
  const turns = createKeyedMutex();
  const channel: Channel<EmailSettings> = {
    type: 'email',
    name: 'Email',
    settings: emailSettings,
    weight: 0.25,
    hasVisitors: false,
    isSlow: true,
    largestEvent: largestMail,
    burstMs,
    reaches: ['email'],
    quotes: ({ quotesOriginal = false }) => quotesOriginal,
    answersTo(session) {
      const to = mailThreadOf(session.metadata)?.last?.replyTo;
      return to === undefined ? undefined : { kind: 'email', value: to };
    },
    isGenuine: ({ inboundSecret }, { body, headers }) =>
      isSigned(body, headers['x-parley-signature'], inboundSecret),
    async read({ body, headers }, { address, authservId }) {
      const mail = await reader.read(body);
      const domain = mail.from?.address.split('@').at(-1) ?? '';
      // Our receiver takes out what others wrote; on any other way our name is anybody's word, for it stands in every original.
      const checkedBy = headers[routeHeader] === ('smtp' satisfies Route) ? deps.authservId : authservId;
      const { verdict } = judgeByHeaders(mail.authenticationResults, checkedBy, domain);
      return eventsOfMail(mail, { address, tokens, verdict, key: keyOfMail(body) });
    },
    // Of many files at once each would hold the whole mail: one does, and the rest wait.
    fetchMedia: (_, media, channelId) => turns.run('mail', () => fetchMedia(deps, media, channelId)),
    async send(out) {
      return sendLetter(deps, out, await letterOf(out, tokens));
    },
    rules: () => ({ mayWrite: true, forms: ['text', 'attachment', 'html'] }),
    files: anyChannel.files,
    togetherBytes: mostFiles,
    async check(settings, channelId) {
      try {
        await withServer(deps, { settings, channelId }, () => Promise.resolve());
        return { ok: true };
      } catch (error) {
        return { ok: false, lastError: `Mail cannot be sent: ${(error as Error).message}` };
      }
    },
  };
  // What lies in the database has passed the schema.
  return channel as unknown as Channel;
}

/** The raw mail itself, or a file in it. */
async function fetchMedia({ reader, rawOf }: EmailDeps, media: RemoteMedia, channelId: string) {
  const { key, index } = fileOf(media);
  const raw = await rawOf(channelId, key);
  if (!raw) throw notFound('mail');
  if (index === undefined) return { mediaType: 'message/rfc822', body: Readable.from([raw]) };
  const { body, mediaType } = await reader.attachment(raw, index);
  if (body.length === 0) throw new DomainError('invalid', say('file_empty'));
  return { mediaType, body: Readable.from([body]) };
}
