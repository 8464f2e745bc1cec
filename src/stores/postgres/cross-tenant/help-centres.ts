import type { Query } from './query';

export interface HelpCentres {
  /** Whose help centre this address is. */
  organizationBySlug(slug: string): Promise<string | undefined>;
}

export function createHelpCentres(query: Query): HelpCentres {
  return {
    async organizationBySlug(slug) {
      const rows = await query<{ id: string }>(
        'help-centre',
        'SELECT id FROM organizations WHERE slug = $1',
        [slug],
      );
      return rows[0]?.id;
    },
  };
}
