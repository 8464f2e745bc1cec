import type { EntityTarget } from 'typeorm';
import type { CannedReplies, GivenMacro, GivenReply, Macros } from '../../../../automations/store';
import { CannedReply, Macro } from '../../entities';
import type { WithOrganization } from '../../sql/paging';
import { createTable } from '../table';
import { say } from '../../../../protocol/server-texts/said';
import type { Words } from '../../../../protocol/model/wording';

export function createCannedReplyStore(withOrganization: WithOrganization): CannedReplies {
  return createWritten<CannedReply, GivenReply>(withOrganization, {
    entity: CannedReply,
    table: 'canned_replies',
    sentences: { taken: say('reply_shortcut_taken'), used: 'This reply is in use.' },
  });
}

export function createMacroStore(withOrganization: WithOrganization): Macros {
  return createWritten<Macro, GivenMacro>(withOrganization, {
    entity: Macro,
    table: 'macros',
    sentences: { taken: say('macro_shortcut_taken'), used: 'This macro is in use.' },
  });
}

interface WrittenTable<Row> {
  entity: EntityTarget<Row>;
  table: string;
  sentences: { taken: Words; used: Words };
}

function createWritten<Row extends { id: string; organizationId: string }, New>(
  withOrganization: WithOrganization,
  written: WrittenTable<Row>,
) {
  return {
    ...createTable<Row, New, { userId?: string }>({
      withOrganization,
      ...written,
      where: ({ userId }) =>
        userId === undefined
          ? { where: 'user_id IS NULL' }
          : { where: '(user_id IS NULL OR user_id = $2)', parameters: [userId] },
    }),

    used: (organizationId: string, id: string) =>
      withOrganization(organizationId, async (manager) => {
        await manager.query(
          `UPDATE ${written.table} SET uses = uses + 1, last_used_at = now() WHERE organization_id = $1 AND id = $2`,
          [organizationId, id],
        );
      }),
  };
}
