// The public help centre, built from what others know; and where an answer's source can be read.
import { createHelpCentre, type HelpCentre } from '../knowledge/help-centre/help-centre';
import type { Knowledge } from '../knowledge/knowledge';
import { helpCentreSettings } from '../protocol/help-centre';
import type { Base } from './base';
import type { Features } from './features';
import type { FirstStart } from './first-start';

export function buildHelpCentre(
  parts: Pick<Base, 'tables' | 'stores'> &
    Pick<Features, 'knowledge' | 'settingsReader'> & { first: FirstStart },
): HelpCentre {
  const { tables, stores, knowledge, settingsReader, first } = parts;
  return createHelpCentre({
    store: tables.knowledge,
    search: (organizationId, query, { limit }) =>
      knowledge.search(organizationId, query, { limit, audience: 'public' }),
    settings: (organizationId) => settingsReader.read(organizationId, 'helpCentre', helpCentreSettings),
    organization: tables.people.organization,
    organizationBySlug: stores.postgres.crossTenant.organizationBySlug,
    async channelKey(organizationId) {
      const { items } = await tables.channels.list(organizationId, { type: 'web' }, { limit: 100 });
      return items.findLast(({ isActive, key }) => isActive && key)?.key ?? undefined;
    },
    defaultOrganizationId: first.organizationId,
  });
}

type Searched = Pick<Knowledge, 'search' | 'prepare' | 'revision' | 'vectorOf' | 'unrelated'>;

/** A passage of an article that has no address of its own is read in the help centre. */
export function withHelpLinks(
  { search, prepare, revision, vectorOf, unrelated }: Searched,
  { pathOf }: Pick<HelpCentre, 'pathOf'>,
  publicUrl: string | undefined,
): Searched {
  const root = `${publicUrl?.replace(/\/$/, '') ?? ''}/`;
  return {
    vectorOf,
    unrelated,
    async prepare(organizationId, query) {
      const links = pathOf(organizationId, { id: '', title: '' }).catch(() => undefined);
      await Promise.all([links, prepare(organizationId, query)]);
    },
    async revision(organizationId) {
      const links = await pathOf(organizationId, { id: '', title: '' });
      return [await revision(organizationId), links].join(' ');
    },
    async search(organizationId, query, options) {
      const passages = await search(organizationId, query, options);
      return Promise.all(
        passages.map(async (passage) => {
          if (passage.url !== undefined || passage.audience !== 'public') return passage;
          const path = await pathOf(organizationId, { id: passage.articleId, title: passage.title });
          return path === undefined ? passage : { ...passage, url: root + path };
        }),
      );
    },
  };
}
