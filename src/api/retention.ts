// What would be deleted, if an organization kept things for so long: asked before it is set.
import type { Retention } from '../privacy/retention';
import { kept, retentionPreview } from '../protocol/retention';
import { endpoint } from './route';

export interface RetentionApi {
  retention: Pick<Retention, 'preview'>;
}

export function retentionEndpoints({ retention }: RetentionApi) {
  return {
    preview: endpoint({
      summary:
        'What the next run, once a day, would delete if this were kept. Setting it is a change of the setting `keep` of category `retention`.',
      body: kept,
      response: retentionPreview,
      readOnly: true,
      handle: ({ principal: { organizationId }, body }) => retention.preview(organizationId, body),
    }),
  };
}
