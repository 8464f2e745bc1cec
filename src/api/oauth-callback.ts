// Where a provider of mail accounts sends a person back to: GET /oauth/callback.
import { parseCookie } from 'cookie';
import { Router, type Request, type Response } from 'express';
import { DomainError } from '../errors';
import { consentCookie } from './channel-consent';

export interface OauthCallbackDeps {
  finish(query: string, browser: string): Promise<void>;
}

/** To be mounted at /oauth. What goes wrong is said to the person, in a page. */
export function createOauthCallback({ finish }: OauthCallbackDeps): Router {
  const router = Router();
  router.get('/callback', (request, response, next) => {
    answer(finish, request, response).catch(next);
  });
  return router;
}

async function answer(
  finish: OauthCallbackDeps['finish'],
  request: Request,
  response: Response,
): Promise<void> {
  const query = request.originalUrl.split('?')[1] ?? '';
  const browser = parseCookie(request.headers.cookie ?? '')[consentCookie] ?? '';
  response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).type('html');
  try {
    await finish(query, browser);
    response.send(page('The mailbox is connected. You can close this window.'));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    response.status(400).send(page(error.message));
  }
}

const page = (sentence: string): string => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Parley</title></head>
  <body><p>${sentence.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p></body>
</html>
`;
