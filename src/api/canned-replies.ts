// Replies that are written once: the team's, and everybody's own, which nobody else sees.
import type { CannedReplies, CannedReplyRow } from '../automations/store';
import { notFound } from '../errors';
import { cannedReply, cannedReplyList, newCannedReply, type CannedReply } from '../protocol/canned-replies';
import { idParam, listOf } from '../protocol/lists';
import { refuseUnknownVariables, type VariableDeps } from './known-variables';
import { found } from './http/require-found';
import { endpoint } from './http/route';
import { mayShare, ownerOf, presentWritten, seen, whose } from './shared-or-own';

export interface CannedReplyDeps extends VariableDeps {
  cannedReplies: CannedReplies;
}

const what = 'canned reply';

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
        const page = await cannedReplies.list(principal.organizationId, whose(principal), {
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
      handle: async ({ principal, params }) =>
        present(await seen(cannedReplies, { principal, id: params.id, what })),
    }),

    used: endpoint({
      summary: 'It was taken for a reply: counts how often.',
      params: idParam,
      async handle({ principal, params }) {
        await seen(cannedReplies, { principal, id: params.id, what });
        await cannedReplies.used(principal.organizationId, params.id);
      },
    }),
  };
}

function writing(deps: CannedReplyDeps) {
  const { cannedReplies } = deps;
  return {
    create: endpoint({
      summary: 'Write a canned reply. `conflict` when its shortcut is taken.',
      body: newCannedReply,
      response: cannedReply,
      status: 201,
      async handle({ principal, body: { shared, ...body } }) {
        await refuseUnknownVariables(deps, principal.organizationId, { content: body.content });
        const row = { ...body, ...ownerOf(principal, shared) };
        return present(await cannedReplies.create(principal.organizationId, row));
      },
    }),

    update: endpoint({
      summary: 'Replace a canned reply; it may become the team’s, or one’s own.',
      params: idParam,
      body: newCannedReply,
      response: cannedReply,
      async handle({ principal, params, body: { shared, ...body } }) {
        const before = await seen(cannedReplies, { principal, id: params.id, what });
        mayShare(principal, before.userId === null);
        await refuseUnknownVariables(deps, principal.organizationId, { content: body.content });
        const change = { ...body, ...ownerOf(principal, shared) };
        return present(found(await cannedReplies.update(principal.organizationId, params.id, change), what));
      },
    }),

    remove: endpoint({
      summary: 'Remove a canned reply.',
      params: idParam,
      async handle({ principal, params }) {
        const before = await seen(cannedReplies, { principal, id: params.id, what });
        mayShare(principal, before.userId === null);
        if (!(await cannedReplies.remove(principal.organizationId, params.id))) throw notFound(what);
      },
    }),
  };
}

const present = ({ content, ...row }: CannedReplyRow): CannedReply => ({ ...presentWritten(row), content });
