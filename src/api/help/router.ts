// The public help centre over HTTP, to be mounted at /help: pages for everybody, the same for everybody.
import { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { DomainError, notFound, type ErrorCode } from '../../errors';
import type { HelpCentre, HelpSite } from '../../knowledge/help-centre/help-centre';
import { markup } from '../../tools/html';
import { articlePage, categoryPage, homePage, searchPage, troublePage, type PlaceOfPage } from './pages';
import { policyOf } from './page-frame';

export interface HelpRouterDeps {
  helpCentre: Pick<HelpCentre, 'site' | 'listing' | 'article' | 'search'>;
  /** Where people reach this server, without a slash at its end; undefined: where the request went. */
  publicUrl: string | undefined;
  /** Counts a search by the caller's network. @throws `rate_limited` */
  takeSearch(address: string): Promise<void>;
}

/** Most addresses in one sitemap (sitemaps.org). */
const sitemapLimit = 50_000;
const longestQuery = 200;

export function createHelpRouter(deps: HelpRouterDeps): Router {
  const router = Router();
  // "articles" and its like are never the name of an organization.
  for (const at of ['', '/:slug'])
    for (const [path, handler] of Object.entries(pages(deps))) router.get(at + path, handler);
  router.use((_request, _response, next) => next(notFound('page')));
  router.use(showTrouble(deps));
  return router;
}

/** Tells crawlers where the sitemap is, and what is not for them. To be mounted at /robots.txt. */
export function createRobots(deps: Pick<HelpRouterDeps, 'helpCentre' | 'publicUrl'>): RequestHandler {
  return async (request, response) => {
    const site = await deps.helpCentre.site(undefined);
    const sitemap = site ? `Sitemap: ${homeOf(deps, request, site)}sitemap.xml\n` : '';
    response
      .set('Cache-Control', 'no-cache')
      .type('text/plain')
      .send(
        `User-agent: *\nDisallow: /api/\nDisallow: /console/\nDisallow: /files/\nDisallow: /rate/\n${sitemap}`,
      );
  };
}

function pages(deps: HelpRouterDeps): Record<string, RequestHandler> {
  return { ...finding(deps), ...reading(deps) };
}

function finding(deps: HelpRouterDeps): Record<string, RequestHandler> {
  const { helpCentre } = deps;
  return {
    '/search': async (request, response) => {
      const place = await placeOf(deps, request);
      const query = textOf(request.query['q']).slice(0, longestQuery).trim();
      if (query !== '') await deps.takeSearch(request.ip ?? '');
      const hits = query === '' ? [] : await helpCentre.search(place.site, query);
      send(response, place, searchPage(place, query, hits));
    },

    '/sitemap.xml': async (request, response) => {
      const { site, home } = await placeOf(deps, request);
      const { categories, updatedAt } = await helpCentre.listing(site);
      const articles = categories
        .flatMap((category) => category.articles)
        .filter(({ isSample }) => !isSample)
        .slice(0, sitemapLimit - 1);
      const line = (address: string, changed: string | undefined) =>
        markup`<url><loc>${address}</loc>${changed && markup`<lastmod>${changed}</lastmod>`}</url>\n`;
      const lines = articles.map((one) =>
        line(`${home}articles/${encodeURIComponent(one.name)}`, one.updatedAt),
      );
      const all = markup`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${line(home, updatedAt)}${lines}</urlset>\n`;
      response
        .set('Cache-Control', 'no-cache')
        .type('application/xml')
        .send(`<?xml version="1.0" encoding="UTF-8"?>\n${all.text}`);
    },
  };
}

function reading(deps: HelpRouterDeps): Record<string, RequestHandler> {
  const { helpCentre } = deps;
  return {
    '/articles/:name': async (request, response) => {
      const place = await placeOf(deps, request);
      const listing = await helpCentre.listing(place.site);
      const listed = listing.named(String(request.params['name']));
      const article = listed && (await helpCentre.article(place.site, listed.id));
      if (!listed || !article) throw notFound('article');
      if (listed.name !== request.params['name'])
        return response.redirect(301, encodeURIComponent(listed.name));
      const category = listing.categories.find(({ title }) => title === listed.category);
      response.set('Last-Modified', new Date(article.updatedAt).toUTCString());
      send(response, place, articlePage(place, article, { name: listed.name, category }));
    },

    '/categories/:name': async (request, response) => {
      const place = await placeOf(deps, request);
      const { categories } = await helpCentre.listing(place.site);
      const category = categories.find(({ name }) => name === request.params['name']);
      const number = Math.trunc(Number(textOf(request.query['page']) || 1));
      const page = category && number >= 1 ? categoryPage(place, category, number) : undefined;
      if (page === undefined) throw notFound('category');
      send(response, place, page);
    },

    '/': async (request, response) => {
      const [path = '', query] = request.originalUrl.split('?');
      const place = await placeOf(deps, request);
      // What a page names beside it is looked for in its folder.
      if (!path.endsWith('/'))
        return response.redirect(301, `${path.slice(path.lastIndexOf('/') + 1)}/${query ? `?${query}` : ''}`);
      const listing = await helpCentre.listing(place.site);
      send(response, place, homePage(place, listing));
    },
  };
}

/** @throws `not_found` where there is no help centre */
async function placeOf(deps: HelpRouterDeps, request: Request): Promise<PlaceOfPage> {
  const slug = request.params['slug'];
  const site = await deps.helpCentre.site(typeof slug === 'string' ? slug : undefined);
  if (!site) throw notFound('help centre');
  const { languages } = await deps.helpCentre.listing(site);
  const wanted = textOf(request.query['lang']);
  return {
    site,
    home: homeOf(deps, request, site),
    languages,
    ...(languages.includes(wanted) && { language: wanted }),
  };
}

function homeOf(
  { publicUrl }: Pick<HelpRouterDeps, 'publicUrl'>,
  request: Request,
  { path }: HelpSite,
): string {
  const asked = `${request.protocol}://${request.get('host') ?? ''}`;
  const root = publicUrl ?? (URL.canParse(asked) ? new URL(asked).origin : 'http://localhost');
  return `${root.replace(/\/$/, '')}/${path}`;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** With an ETag, which Express makes: whoever has the page is told that it is still the same. */
function send(response: Response, { site }: PlaceOfPage, page: string): void {
  response.set('Cache-Control', 'no-cache').set('Content-Security-Policy', policyOf(site.accent));
  response.type('html').send(page);
}

const troubles: Partial<Record<ErrorCode, { status: number; page: 'missing' | 'busy' | 'broken' }>> = {
  invalid: { status: 404, page: 'missing' },
  not_found: { status: 404, page: 'missing' },
  rate_limited: { status: 429, page: 'busy' },
  unavailable: { status: 503, page: 'broken' },
};

function showTrouble(deps: HelpRouterDeps): ErrorRequestHandler {
  // eslint-disable-next-line max-params -- Express tells it from a handler by its four
  return async (error: unknown, request, response, next) => {
    const known = error instanceof DomainError ? troubles[error.code] : undefined;
    // An address that is no text.
    const trouble = error instanceof URIError ? troubles.invalid : known;
    if (!trouble || response.headersSent) return next(error);
    const [, first = '', second = ''] = request.path.split('/');
    const slug = ['articles', 'categories', 'search', ''].includes(first) ? undefined : first;
    const site = await deps.helpCentre.site(slug).catch(() => undefined);
    const languages = site
      ? await deps.helpCentre.listing(site).then(
          (one) => one.languages,
          () => [],
        )
      : [];
    const place = site && { site, home: homeOf(deps, request, site), languages };
    const depth = (slug === undefined ? first : second) === 'search' || second === '' ? 0 : 1;
    if (error instanceof DomainError && error.retryAfter !== undefined)
      response.set('Retry-After', String(Math.ceil(error.retryAfter)));
    response
      .status(trouble.status)
      .set('Cache-Control', 'no-store')
      .set('Content-Security-Policy', policyOf(site?.accent))
      .type('html')
      .send(troublePage(place, trouble.page, '../'.repeat(depth) || './'));
  };
}
