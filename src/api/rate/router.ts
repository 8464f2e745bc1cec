// Ratings out of letters over HTTP, to be mounted at /rate: looking rates nothing, for programs look at links before people do.
import express, {
  Router,
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { z } from 'zod';
import { DomainError, notFound, type ErrorCode } from '../../errors';
import { text } from '../../protocol/model/text-types';
import {
  longestComment,
  policyOf,
  ratePage,
  stopPage,
  troublePage,
  type Framed,
  type Trouble,
} from './pages';

/** A question that may be answered. */
export interface AskedRating extends Framed {
  isOver: false;
  /** As they have rated it so far. */
  score?: number;
  comment?: string;
}

/** It was a question once; it has run out, or its conversation was deleted: then nobody knows in which language it was. */
export interface OverRating extends Omit<Framed, 'language'> {
  isOver: true;
  language?: string;
}

export interface RateRouterDeps {
  ratings: {
    /** @throws `not_found` for what was no question */
    find(token: string): Promise<AskedRating | OverRating>;
    /** A new rating replaces the old; the same again changes nothing. @throws `not_found`, `conflict`, `forbidden` */
    rate(token: string, rating: { score: number; comment?: string }): Promise<void>;
    /** No such mail any more, also once the question has run out. @throws `not_found` */
    stop(token: string): Promise<void>;
    /** As before they said so, also once the question has run out. @throws `not_found` */
    resume(token: string): Promise<void>;
    /** Whether they have said so. @throws `not_found` */
    isStopped(token: string): Promise<boolean>;
  };
  /** Counts a call by the caller's network. @throws `rate_limited` */
  take(address: string): Promise<void>;
}

const scoreField = z.coerce.number().int().min(1).max(5);
const commentField = text(longestComment);

export function createRateRouter(deps: RateRouterDeps): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '20kb', parameterLimit: 20 });
  const counted: RequestHandler = async (request, _response, next) => {
    await deps.take(request.ip ?? '');
    next();
  };
  router.use(counted, form);
  router.get('/:token', async (request, response) => {
    const token = tokenOf(request);
    const asked = await open(deps, token);
    const pressed = scoreField.safeParse(request.query['score']);
    const page = pageOf(asked, token, '');
    // What they press anew in the letter counts only once it is sent.
    const isNew = pressed.success && pressed.data !== asked.score;
    const isSent = asked.score !== undefined && !isNew;
    send(
      response,
      asked,
      ratePage({ ...page, ...(isNew && { score: pressed.data }) }, isSent ? 'thanks' : undefined),
    );
  });
  router.post('/:token', async (request, response) => {
    const token = tokenOf(request);
    const asked = await open(deps, token);
    const { score, comment } = (request.body ?? {}) as Record<string, unknown>;
    const [chosen, said] = [scoreField.safeParse(score), commentField.safeParse(comment ?? '')];
    const words = said.success ? said.data.trim() : undefined;
    if (!chosen.success || words === undefined) {
      response.status(400);
      const page = pageOf(asked, token, '');
      return send(response, asked, ratePage({ ...page, ...(words && { comment: words }) }, 'choose'));
    }
    await deps.ratings.rate(token, { score: chosen.data, ...(words && { comment: words }) });
    const { score: _, comment: __, ...rest } = pageOf(asked, token, '');
    const now = { ...rest, score: chosen.data, ...(words && { comment: words }) };
    send(response, asked, ratePage(now, 'thanks'));
  });
  stopping(router, deps);
  router.use((_request, _response, next) => next(notFound('page')));
  router.use(showTrouble);
  return router;
}

/** By POST alone: programs that look at links change nothing. */
function stopping(router: Router, { ratings }: RateRouterDeps): void {
  const show = async (request: Request, response: Response, now: Parameters<typeof stopPage>[1]) => {
    const token = tokenOf(request);
    const asked = await ratings.find(token);
    // Who wants no mail, or wants it again, may say so for ever.
    const page = { ...asked, language: asked.language ?? languageOf(request) };
    send(response, asked, stopPage(pageOf(page, token, '../'), now));
  };
  router.get('/:token/stop', async (request, response) => {
    await show(request, response, (await ratings.isStopped(tokenOf(request))) ? 'stopped' : 'asked');
  });
  // Mail programs send it themselves, with a body of their own (RFC 8058).
  router.post('/:token/stop', async (request, response) => {
    await ratings.stop(tokenOf(request));
    await show(request, response, 'stopped');
  });
  router.post('/:token/resume', async (request, response) => {
    await ratings.resume(tokenOf(request));
    await show(request, response, 'resumed');
  });
}

const tokenOf = ({ params }: Request): string => String(params['token']);

class RunOut extends Error {
  constructor(readonly asked: OverRating) {
    super();
  }
}

/** @throws `RunOut` */
async function open({ ratings }: RateRouterDeps, token: string): Promise<AskedRating> {
  const asked = await ratings.find(token);
  if (asked.isOver) throw new RunOut(asked);
  return asked;
}

/** @param up from the page to the folder of tokens */
const pageOf = <Asked extends object>(asked: Asked, token: string, up: '' | '../') => ({
  ...asked,
  at: { rate: `${up}${token}`, stop: `${up}${token}/stop`, resume: `${up}${token}/resume` },
});

/** What the address says is nobody else's: it is in no log of another site, no index and no cache. */
function send(response: Response, { accent }: Pick<AskedRating, 'accent'>, page: string): void {
  response
    .set({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
      'Content-Security-Policy': policyOf(accent),
    })
    .type('html')
    .send(page);
}

const troubles: Partial<Record<ErrorCode, { status: number; page: Trouble }>> = {
  invalid: { status: 404, page: 'gone' },
  not_found: { status: 404, page: 'gone' },
  too_large: { status: 413, page: 'refused' },
  conflict: { status: 409, page: 'refused' },
  forbidden: { status: 403, page: 'refused' },
  rate_limited: { status: 429, page: 'busy' },
};

// eslint-disable-next-line max-params -- Express tells it from a handler by its four
const showTrouble: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const known =
    error instanceof RunOut
      ? { status: 410, page: 'over' as const }
      : error instanceof DomainError
        ? troubles[error.code]
        : undefined;
  if (!known || response.headersSent) return next(error);
  if (error instanceof DomainError && error.retryAfter !== undefined)
    response.set('Retry-After', String(Math.ceil(error.retryAfter)));
  response.status(known.status);
  const asked: Omit<Framed, 'language'> = error instanceof RunOut ? error.asked : { organization: '' };
  send(response, asked, troublePage({ language: languageOf(request), ...asked }, known.page));
};

/** Where nobody knows whose it is: of the reader's browser. */
function languageOf(request: Request): string {
  const [language = 'en'] = request.acceptsLanguages();
  return language.split('-')[0]!.toLowerCase();
}
