// Replies that are written once: the team's, and everybody's own, which nobody else sees.
import type { CannedReplies, CannedReplyRow } from '../automations/store';
import { DomainError, notFound } from '../errors';
import type { Principal } from '../identity/principal';
import {
  cannedReply,
  cannedReplyList,
  newCannedReply,
  type CannedReply,
  type NewCannedReply,
} from '../protocol/canned-replies';
import { idParam, listOf } from '../protocol/lists';
import { found } from './require-found';
import { endpoint } from './route';

export interface CannedReplyDeps {
  cannedReplies: CannedReplies;
}

export function cannedReplyEndpoints(deps: CannedReplyDeps) {
  return { ...reading(deps), ...writing(deps) };
}

function reading({ cannedReplies }: CannedReplyDeps) {
  return {
    list: endpoint({
      summary: "Canned replies: the team's and one's own, newest first.",
      query: cannedReplyList,
      response: listOf(cannedReply),
      async handle({ principal, query: { limit, cursor } }) {
        const filter = { ...(principal.kind === 'user' && { userId: principal.id }) };
        const page = await cannedReplies.list(principal.organizationId, filter, {
          limit,
          ...(cursor && { cursor }),
        });
        return { ...page, items: page.items.map(present) };
      },
    }),

    get: endpoint({
      summary: 'One canned reply.',
      params: idParam,
      response: cannedReply,
      handle: async ({ principal, params }) => present(await seen(cannedReplies, principal, params.id)),
    }),

    used: endpoint({
      summary: 'It was taken for a reply: counts how often.',
      params: idParam,
      async handle({ principal, params }) {
        await seen(cannedReplies, principal, params.id);
        await cannedReplies.used(principal.organizationId, params.id);
      },
    }),
  };
}

function writing({ cannedReplies }: CannedReplyDeps) {
  return {
    create: endpoint({
      summary: 'Write a canned reply. `conflict` when its shortcut is taken.',
      body: newCannedReply,
      response: cannedReply,
      status: 201,
      handle: async ({ principal, body }) =>
        present(await cannedReplies.create(principal.organizationId, given(principal, body))),
    }),

    update: endpoint({
      summary: 'Replace a canned reply; it may become the team’s, or one’s own.',
      params: idParam,
      body: newCannedReply,
      response: cannedReply,
      async handle({ principal, params, body }) {
        const before = await seen(cannedReplies, principal, params.id);
        mayShare(principal, before.userId === null);
        const change = given(principal, body);
        return present(
          found(await cannedReplies.update(principal.organizationId, params.id, change), 'canned reply'),
        );
      },
    }),

    remove: endpoint({
      summary: 'Remove a canned reply.',
      params: idParam,
      async handle({ principal, params }) {
        const before = await seen(cannedReplies, principal, params.id);
        mayShare(principal, before.userId === null);
        if (!(await cannedReplies.remove(principal.organizationId, params.id)))
          throw notFound('canned reply');
      },
    }),
  };
}

/** @throws `not_found` also for what is somebody else's own */
async function seen(
  { get }: Pick<CannedReplies, 'get'>,
  principal: Principal,
  id: string,
): Promise<CannedReplyRow> {
  const row = found(await get(principal.organizationId, id), 'canned reply');
  if (row.userId !== null && row.userId !== principal.id) throw notFound('canned reply');
  return row;
}

/** @throws `forbidden` for what the whole team would read; `invalid` for a program, which has nothing of its own */
function given(principal: Principal, { shared, ...body }: NewCannedReply) {
  mayShare(principal, shared);
  if (!shared && principal.kind !== 'user')
    throw new DomainError('invalid', 'Only a person has replies of its own.', {
      errors: [{ path: 'shared', message: 'must be true for an API key' }],
    });
  return { ...body, userId: shared ? null : principal.id };
}

function mayShare({ permissions }: Principal, shared: boolean): void {
  if (shared && !permissions.has('knowledge:write'))
    throw new DomainError('forbidden', 'What the whole team uses is written by supervisors and admins.');
}

function present({ id, shortcut, title, content, uses, ...row }: CannedReplyRow): CannedReply {
  return {
    ...{ id, shortcut, title, content, uses },
    shared: row.userId === null,
    ...(row.lastUsedAt && { lastUsedAt: row.lastUsedAt.toISOString() }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
