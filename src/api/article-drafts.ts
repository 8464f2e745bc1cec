import type { Principal } from '../identity/principal';
import type { Drafts } from '../knowledge/drafts';
import { draft, draftFilter, draftUpdate, newDraft, publishDraft } from '../protocol/drafts';
import { article } from '../protocol/knowledge';
import { idParam, listOf } from '../protocol/lists';
import { endpoint } from './http/route';

export interface DraftDeps {
  drafts: Drafts;
}

export function draftEndpoints({ drafts }: DraftDeps) {
  return {
    ...reading({ drafts }),

    create: endpoint({
      summary:
        'Keep a draft: of a new article, or beside a published one, which stays as it is. `conflict` when that has a draft.',
      body: newDraft,
      response: draft,
      status: 201,
      handle: ({ principal, body }) => drafts.create(principal.organizationId, body, savedBy(principal)),
    }),

    update: endpoint({
      summary: 'Change a draft. Fields that are absent stay.',
      params: idParam,
      body: draftUpdate,
      response: draft,
      handle: ({ principal, params, body }) =>
        drafts.update(principal.organizationId, params.id, { ...body, by: savedBy(principal) }),
    }),

    remove: endpoint({
      summary: 'Throw a draft away. A published article stays as it is.',
      params: idParam,
      handle: ({ principal, params }) => drafts.remove(principal.organizationId, params.id),
    }),

    publish: endpoint({
      summary:
        'Make an article of a draft, or the next version of its article. `conflict` when the article has another version than the one that the draft takes the place of.',
      params: idParam,
      body: publishDraft,
      response: article,
      handle: ({ principal, params, body }) =>
        drafts.publish(principal.organizationId, params.id, {
          by: savedBy(principal),
          version: body.version,
        }),
    }),
  };
}

function reading({ drafts }: DraftDeps) {
  return {
    list: endpoint({
      summary: 'Drafts of articles, the last saved first. Nobody is answered from them.',
      query: draftFilter,
      response: listOf(draft),
      handle: ({ principal, query: { limit, cursor, articleId } }) =>
        drafts.list(principal.organizationId, {
          limit,
          ...(cursor && { cursor }),
          ...(articleId !== undefined && { articleId }),
        }),
    }),

    get: endpoint({
      summary: 'One draft.',
      params: idParam,
      response: draft,
      handle: ({ principal, params }) => drafts.get(principal.organizationId, params.id),
    }),
  };
}

const savedBy = ({ kind, id, name }: Principal) => ({ kind, id, name });
