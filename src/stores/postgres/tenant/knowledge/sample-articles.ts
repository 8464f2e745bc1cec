// Which articles the first start brought: told from what is stored, so that those of an older installation are known, too.
import { createHash } from 'node:crypto';
import type { ArticleStore } from '../../../../knowledge/store';
import type { WithOrganization } from '../../sql/paging';

/** Of each text its SHA-256, by external id. */
const known: ReadonlyMap<string | null, string> = new Map(
  Object.entries({
    'demo-refunds': '9050055562d1d43e12ffa9536013c3030d10ef20c85a80eb17b4b0e70dc37012',
    'demo-shipping': 'fbf2e44fa587b8b1f553da5ea19ca672ad6515b5feedd63b8777d6a5f7ddbf71',
    'demo-returns': '847d1a33ca763bd46d6c2f542c6b83f640eb0d9918ebb05784ab5a13046ae277',
    'demo-sizes': 'ff2b7f56d8c30638f04d917accfc0cf52f361ad57b7b8f0cf46caead8e60fa2b',
    'demo-payment': '049fba83fe6c5eba593f310b08bb19204fc0ea3aafc9a4baeaadb15923e3dd9b',
    'demo-account': '90308cae5eecc41a03b432a1453884735a32f0eb7fa06096ce1d7fd569e055af',
    'demo-warranty': 'e6b5333da354452ebe178e0efd79e89470e93e52f38177a8c6c4856e3c58cc0f',
    'demo-gift-cards': '62aac1bb01e93bbbb6d9d6f3620346e329860fa9b6c43a63b0a62909151ed2e7',
    'demo-tracking': '632e11a4cfaabdb57f19d4207f45e1bf2aad2fed9386e7a1f5ecf66a15d41f8c',
    'demo-cancel': '30d51bbb0ce01605acb72a47f989c3364e1e762a9723117aa634bf3c04b56091',
    'demo-contact': '1796aec3f79019b0653683372cd149e36c4919d0b2c219667b65fee231560de1',
    'demo-privacy': '366c2d33fd8770f09616be632b477791d2a95bffff4bccb6f94b9f9fa230bc37',
  }),
);

const pairs = [...known].map(([id, hash]) => `('${id}', '\\x${hash}'::bytea)`);

/** On a row of knowledge_base. Of one without an external id no text is read. */
export const sampleRow = `(coalesce(external_id, ''), sha256(convert_to(content, 'UTF8'))) IN (${pairs.join(', ')})`;

/** The same of a row that was read. One that somebody wrote anew is the organization's own. */
export const isSample = ({ externalId, content }: { externalId: string | null; content: string }): boolean =>
  known.has(externalId) && known.get(externalId) === createHash('sha256').update(content).digest('hex');

export function createSampleArticles(
  withOrganization: WithOrganization,
): Pick<ArticleStore, 'removeSamples'> {
  return {
    removeSamples: (organizationId) =>
      withOrganization(organizationId, async (manager) => {
        const [rows]: [Array<{ id: string }>, number] = await manager.query(
          `DELETE FROM knowledge_base WHERE organization_id = $1 AND ${sampleRow} RETURNING id`,
          [organizationId],
        );
        return rows.map(({ id }) => id);
      }),
  };
}
