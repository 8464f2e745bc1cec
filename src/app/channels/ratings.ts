// Ratings by mail: who is asked, what the letter offers to press, and what a press does.
import { createRatingMails, type MailStops } from '../../channels/email/rating-mails';
import { ratingQuestionIn } from '../../protocol/rating-question';
import { createRatingTokens, type RatingPlace } from '../../channels/email/rating-token';
import type { Presses } from '../../channels/channel';
import type { RateRouterDeps } from '../../api/rate/router';
import { notFound } from '../../errors';
import { darkened, parseColour } from '../../protocol/accent';
import { answersSettings } from '../../protocol/answers';
import { mailSettings } from '../../protocol/mail-settings';
import type { Message } from '../../protocol/model/message';
import { faces, ratingWords } from '../../protocol/rating-words';
import { ratingLanguage } from '../../responder/understanding/rating-question';
import { isWithin } from '../is-within';
import type { Parts } from '../parts';

/** So long after the question it may be answered. */
const openDays = 30;
const daySeconds = 24 * 3_600;

type RatingParts = Pick<
  Parts,
  'config' | 'secret' | 'stores' | 'tables' | 'sessions' | 'settingsReader' | 'helpCentre' | 'log'
>;

/** The look for whom to ask; without an address that leads here nobody is. */
export function buildRatingMails(parts: RatingParts): () => Promise<void> {
  const { config, stores, tables, sessions, settingsReader, log } = parts;
  if (config.publicUrl === undefined) return () => Promise.resolve();
  return createRatingMails({
    unrated: stores.postgres.crossTenant.unratedSessions,
    messages: stores.documents.messages,
    sessions,
    stops: tables.mailStops,
    async questionOf(organizationId, messages) {
      const house = (await settingsReader.read(organizationId, 'answers', answersSettings))?.language;
      const language = ratingLanguage(messages, house);
      if (language === undefined) return undefined;
      const own = await settingsReader.read(organizationId, 'mail', mailSettings);
      return ratingQuestionIn(language, own ?? { rateTexts: [] }, house);
    },
    isBlocked: tables.rows.isBlocked,
    connected: (customerIds) => stores.realtime.connections.connected(customerIds, 'customer'),
    mayMail: (address) => isWithin(stores.realtime.rateLimits.take('mail_left', address)),
    log,
  });
}

/** What a question by mail offers to press. */
export function createPressesOf(parts: Pick<RatingParts, 'config' | 'secret' | 'helpCentre' | 'tables'>) {
  const { config, secret, tables } = parts;
  const tokens = createRatingTokens(secret);
  return async (organizationId: string, message: Message): Promise<Presses | undefined> => {
    const { sessionId, seq, timestamp, content } = message;
    if (content.systemAction !== 'rating_asked' || config.publicUrl === undefined) return undefined;
    const expires = Math.floor(Date.parse(timestamp) / 1_000) + openDays * daySeconds;
    const { to, language } = content.data ?? {};
    const toHash = tables.mailStops.hashOf(organizationId, String(to));
    const token = tokens.sign({ sessionId, seq, expires, toHash });
    const url = `${config.publicUrl.replace(/\/$/, '')}/rate/${token}`;
    const { words } = ratingWords(String(language));
    const { accent } = await brandOf(parts, organizationId);
    return {
      answers: faces.map((sign, at) => ({ sign, title: words.scores[at]!, url: `${url}?score=${at + 1}` })),
      ...(accent !== undefined && { accent: readable(accent) }),
      stop: { title: words.stop, url: `${url}/stop` },
    };
  };
}

/** On the white ground of a letter. */
function readable(accent: string): string {
  const colour = parseColour(accent) ?? [0, 0, 0];
  return `#${darkened(colour)
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** As its help centre and its chat look. */
async function brandOf(
  { tables, helpCentre }: Pick<RatingParts, 'tables' | 'helpCentre'>,
  organizationId: string,
): Promise<{ organization: string; accent?: string }> {
  const { items } = await tables.channels.list(organizationId, { type: 'web' }, { limit: 100 });
  const ofChat = items.findLast(({ isActive }) => isActive)?.config['accent'];
  const site = await helpCentre.siteOf(organizationId);
  const accent = site?.accent ?? (typeof ofChat === 'string' ? ofChat : undefined);
  const organization = site?.title ?? (await tables.people.organization(organizationId))?.name ?? '';
  return { organization, ...(accent !== undefined && { accent }) };
}

/** Who wants none, and where the team says that they want them again. */
export const createMailStopping = ({ among, hashOf, remove }: MailStops) => ({
  mailStopsAmong: among,
  resumeMail: (organizationId: string, address: string): Promise<boolean> =>
    remove(organizationId, hashOf(organizationId, address)),
});

interface Question {
  organizationId: string;
  /** Absent where the words of the conversation are gone: nothing can be rated there. */
  language?: string;
}

export function buildRatingPages(parts: RatingParts): RateRouterDeps['ratings'] {
  const { secret, stores, tables, sessions } = parts;
  const tokens = createRatingTokens(secret);

  /** @throws `not_found` */
  async function read(token: string): Promise<Question & RatingPlace> {
    const place = tokens.read(token);
    const organizationId = place && (await stores.postgres.crossTenant.find(place.sessionId))?.organizationId;
    if (!place || organizationId === undefined) throw notFound('question');
    const { sessionId, seq } = place;
    const page = { after: seq - 1, limit: 1 };
    const [message] = await stores.documents.messages.read({ organizationId, sessionId }, page);
    const language = message?.content.data?.['language'];
    const isAsked = message?.seq === seq && message.content.systemAction === 'rating_asked';
    if (!isAsked) throw notFound('question');
    return { ...place, organizationId, ...(typeof language === 'string' && { language }) };
  }

  async function rated({ organizationId, sessionId }: Question & RatingPlace) {
    const { customerId, metadata } = await sessions.get(organizationId, sessionId);
    const { score, comment } = (metadata['rating'] ?? {}) as Record<string, unknown>;
    return {
      customerId,
      ...(typeof score === 'number' && { score }),
      ...(typeof comment === 'string' && { comment }),
    };
  }

  return {
    async find(token) {
      const question = await read(token);
      const { organizationId, language, expires } = question;
      const brand = await brandOf(parts, organizationId);
      if (language === undefined || expires * 1_000 <= Date.now())
        return { isOver: true, ...brand, ...(language !== undefined && { language }) };
      const { customerId: _, ...known } = await rated(question);
      return { isOver: false, ...brand, language, ...known };
    },

    async rate(token, rating) {
      const question = await read(token);
      const { organizationId, sessionId } = question;
      const { customerId, score, comment } = await rated(question);
      if (score === rating.score && comment === rating.comment) return;
      await sessions.rate({ organizationId, sessionId, customerId, ...rating });
    },

    async isStopped(token) {
      const { organizationId, toHash } = await read(token);
      return tables.mailStops.has(organizationId, toHash);
    },

    async stop(token) {
      const { organizationId, toHash } = await read(token);
      await tables.mailStops.add(organizationId, toHash);
    },

    async resume(token) {
      const { organizationId, toHash } = await read(token);
      await tables.mailStops.remove(organizationId, toHash);
    },
  };
}
