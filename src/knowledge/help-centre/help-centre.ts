// The public help centre: what of an organization's knowledge everybody may read, and under which address.
import { LRUCache } from 'lru-cache';
import type { Article } from '../../protocol/knowledge';
import { helpCentreSettings, type HelpCentreSettings } from '../../protocol/help-centre';
import { rememberBriefly } from '../../tools/remember-briefly';
import type { Passage } from '../passage';
import type { ArticleStamps, ArticleStore } from '../store';
import { createListing, nameOf, type HelpListing, type ListedArticle } from './listing';

export interface HelpCentreDeps {
  store: Pick<ArticleStore, 'read' | 'published'> & Pick<ArticleStamps, 'fingerprint'>;
  search(organizationId: string, query: string, options: { limit: number }): Promise<Passage[]>;
  /** Values of the category `helpCentre`; undefined when they do not make a whole. */
  settings(organizationId: string): Promise<HelpCentreSettings | undefined>;
  organization(organizationId: string): Promise<{ name: string; slug: string | null } | undefined>;
  organizationBySlug(slug: string): Promise<string | undefined>;
  /** Key of a web channel that is open. */
  channelKey(organizationId: string): Promise<string | undefined>;
  /** Whose help centre is at /help/ itself. */
  defaultOrganizationId: string;
}

export interface HelpSite {
  organizationId: string;
  title: string;
  /** Its address below the root of the server, with a slash at its end: "help/", "help/acme/". */
  path: string;
  accent?: string;
  /** The chat that can be opened there. */
  channelKey?: string;
}

export interface HelpHit {
  article: ListedArticle;
  excerpt: string;
}

export type HelpCentre = ReturnType<typeof createHelpCentre>;

/** What another node, or a page that is open, may not have seen yet. */
const staleMs = 1_000;
/** Passages that are looked at for a page of results. */
const passages = 30;

export function createHelpCentre(deps: HelpCentreDeps) {
  const { store } = deps;
  const sites = rememberBriefly<HelpSite | undefined>({ milliseconds: staleMs, cap: 1_000 });
  const listings = createListings(deps);
  const siteOf = (organizationId: string) => sites.get(organizationId, () => findSite(deps, organizationId));

  return {
    /** The organization's help centre; undefined when it has none, or has switched it off. */
    siteOf,
    /** @param slug of the address; undefined: the one at /help/ */
    async site(slug: string | undefined): Promise<HelpSite | undefined> {
      const organizationId =
        slug === undefined ? deps.defaultOrganizationId : await deps.organizationBySlug(slug);
      return organizationId === undefined ? undefined : siteOf(organizationId);
    },
    listing: ({ organizationId }: Pick<HelpSite, 'organizationId'>): Promise<HelpListing> =>
      listings(organizationId),
    /** undefined for one that is not public, or not there. */
    async article(
      { organizationId }: Pick<HelpSite, 'organizationId'>,
      id: string,
    ): Promise<Article | undefined> {
      const [article] = await store.read(organizationId, [id]);
      return article?.audience === 'public' ? article : undefined;
    },
    /** One entry an article, best first. */
    async search({ organizationId }: Pick<HelpSite, 'organizationId'>, query: string): Promise<HelpHit[]> {
      const [{ byId }, found] = await Promise.all([
        listings(organizationId),
        deps.search(organizationId, query, { limit: passages }),
      ]);
      const best = new Map<string, HelpHit>();
      for (const { articleId, excerpt } of found) {
        const article = byId.get(articleId);
        if (article && !best.has(articleId)) best.set(articleId, { article, excerpt });
      }
      return [...best.values()];
    },
    /** Where customers read the article, from the root of the server; undefined without a help centre. */
    async pathOf(
      organizationId: string,
      article: { id: string; title: string },
    ): Promise<string | undefined> {
      const site = await siteOf(organizationId);
      return site && `${site.path}articles/${encodeURIComponent(nameOf(article))}`;
    },
  };
}

async function findSite(deps: HelpCentreDeps, organizationId: string): Promise<HelpSite | undefined> {
  const isDefault = organizationId === deps.defaultOrganizationId;
  const [organization, found] = await Promise.all([
    deps.organization(organizationId),
    deps.settings(organizationId),
  ]);
  const settings = found ?? helpCentreSettings.parse({});
  const slug = organization?.slug;
  if (!organization || !settings.enabled || (!slug && !isDefault)) return undefined;
  const channelKey = settings.chat ? await deps.channelKey(organizationId) : undefined;
  return {
    organizationId,
    title: settings.title ?? organization.name,
    path: isDefault ? 'help/' : `help/${slug}/`,
    ...(settings.accent && { accent: settings.accent }),
    ...(channelKey && { channelKey }),
  };
}

/** Made anew only when an article has changed. */
function createListings({ store }: HelpCentreDeps): (organizationId: string) => Promise<HelpListing> {
  const kept = new LRUCache<string, { fingerprint: string; listing: HelpListing }>({ max: 100 });
  const recent = rememberBriefly<HelpListing>({ milliseconds: staleMs, cap: 100 });

  async function look(organizationId: string): Promise<HelpListing> {
    const fingerprint = await store.fingerprint(organizationId);
    const known = kept.get(organizationId);
    if (known?.fingerprint === fingerprint) return known.listing;
    const listing = createListing(await store.published(organizationId));
    kept.set(organizationId, { fingerprint, listing });
    return listing;
  }
  return (organizationId) => recent.get(organizationId, () => look(organizationId));
}
