// What would be deleted, if an organization kept things for so long: asked before it is set.
import type { Labels } from '../automations/labels/labels';
import { DomainError, fieldError } from '../errors';
import type { Settings } from '../identity/people-store';
import type { Retention } from '../privacy/retention';
import { kept, retentionPreview, type Kept } from '../protocol/retention';
import type { Words } from '../protocol/model/wording';
import { say } from '../protocol/server-texts/said';
import { findSetting } from '../tools/one-setting';
import { endpoint } from './http/route';

export interface RetentionApi {
  retention: Pick<Retention, 'preview'>;
  labels: Labels;
  settings: Settings;
}

export function retentionEndpoints({ retention, labels, settings }: RetentionApi) {
  return {
    preview: endpoint({
      summary:
        'What the next run, once a day, would delete if this were kept. Setting it is a change of the setting `keep` of category `retention`.',
      body: kept,
      response: retentionPreview,
      readOnly: true,
      async handle({ principal: { organizationId }, body }) {
        const row = await findSetting(settings, organizationId, { category: 'retention', key: 'keep' });
        const unknown = await unknownLabel({ labels }, organizationId, { keep: body, before: row?.value });
        if (unknown)
          throw new DomainError('invalid', say('setting_invalid'), {
            errors: [fieldError('heldLabel', unknown)],
          });
        return retention.preview(organizationId, body);
      },
    }),
  };
}

/**
 * A label that is misspelled would hold nothing. One that is named already may be gone from everywhere.
 * @param before what is kept until now
 */
export async function unknownLabel(
  { labels }: { labels: Pick<Labels, 'isThere'> },
  organizationId: string,
  { keep: { heldLabel }, before }: { keep: Kept; before: unknown },
): Promise<Words | undefined> {
  if (heldLabel === null || heldLabel === kept.safeParse(before).data?.heldLabel) return undefined;
  return (await labels.isThere(organizationId, heldLabel)) ? undefined : say('label_unknown');
}
