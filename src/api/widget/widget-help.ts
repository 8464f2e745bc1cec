// The widget's help: the same articles as the public help centre, for anybody who has the channel's key.
import { Router } from 'express';
import { notFound } from '../../errors';
import type { HelpCentre, HelpSite } from '../../knowledge/help-centre/help-centre';
import {
  widgetHelpArticleQuery,
  widgetHelpQuery,
  type WidgetHelp,
  type WidgetHelpArticle,
} from '../../protocol/help-centre';
import { parse } from '../http/parse';
import { allowAnyOrigin } from './widget';

export interface WidgetHelpDeps {
  helpCentre: Pick<HelpCentre, 'siteOf' | 'listing' | 'article' | 'search' | 'pathOf'>;
  /** Whose channel it is; undefined for one that is not open. */
  organizationOfChannel(channelKey: string): Promise<string | undefined>;
  publicUrl: string | undefined;
  /** Counts a search by the caller's network. @throws `rate_limited` */
  takeSearch(address: string): Promise<void>;
}

/** Articles that are offered before anybody has asked. */
const offered = 50;

/** To be mounted at /api/v1/widget/help. */
export function createWidgetHelpRouter(deps: WidgetHelpDeps): Router {
  const { helpCentre } = deps;
  const router = Router();
  router.use(allowAnyOrigin);
  router.get('/', async (request, response) => {
    const { channelKey, q } = parse(widgetHelpQuery, request.query);
    const site = await siteOf(deps, channelKey);
    response.json(q?.trim() ? await search(q.trim(), site, request.ip) : await list(site));
  });

  router.get('/:id', async (request, response) => {
    const { channelKey } = parse(widgetHelpArticleQuery, request.query);
    const site = await siteOf(deps, channelKey);
    const listed = (await helpCentre.listing(site)).byId.get(request.params.id);
    const article = listed && (await helpCentre.article(site, listed.id));
    if (!article) throw notFound('article');
    const { id, title, content, language } = article;
    const root = deps.publicUrl?.replace(/\/$/, '') ?? '';
    const body: WidgetHelpArticle = {
      id,
      title,
      content,
      ...(language !== undefined && { language }),
      url: `${root}/${await helpCentre.pathOf(site.organizationId, article)}`,
    };
    response.json(body);
  });
  return router;

  async function list(site: HelpSite): Promise<WidgetHelp> {
    const { categories } = await helpCentre.listing(site);
    const articles = categories.flatMap((category) => category.articles).slice(0, offered);
    return { items: articles.map(({ id, title }) => ({ id, title })) };
  }
  async function search(q: string, site: HelpSite, address = ''): Promise<WidgetHelp> {
    await deps.takeSearch(address);
    const hits = await helpCentre.search(site, q);
    return { items: hits.map(({ article: { id, title }, excerpt }) => ({ id, title, excerpt })) };
  }
}

/** @throws `not_found` */
async function siteOf(
  { helpCentre, organizationOfChannel }: WidgetHelpDeps,
  channelKey: string,
): Promise<HelpSite> {
  const organizationId = await organizationOfChannel(channelKey);
  const site = organizationId === undefined ? undefined : await helpCentre.siteOf(organizationId);
  if (!site) throw notFound('help centre');
  return site;
}
