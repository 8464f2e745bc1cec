import { z } from 'zod';
import type { Imports } from '../knowledge/imports/imports';
import {
  importOptions,
  knowledgeImport,
  knowledgeImportDetails,
  newImport,
} from '../protocol/knowledge-imports';
import { idParam, listOf, plainList } from '../protocol/lists';
import type { Principal } from '../identity/principal';
import { nameOfFile } from './article-upload';
import { endpoint } from './http/route';

export interface KnowledgeImportsDeps {
  imports: Pick<Imports, 'begin' | 'list' | 'get' | 'cancel'>;
}

const mebibyte = 1024 * 1024;

export function knowledgeImportEndpoints({ imports }: KnowledgeImportsDeps) {
  return {
    list: endpoint({
      summary: 'Imports of knowledge, newest first, with what became of their pages or rows.',
      query: plainList,
      response: listOf(knowledgeImport),
      handle: ({ principal, query: { limit, cursor } }) =>
        imports.list(principal.organizationId, { limit, ...(cursor && { cursor }) }),
    }),

    ...beginning({ imports }),

    get: endpoint({
      summary: 'One import, with what was skipped, failed or is gone, and why.',
      params: idParam,
      response: knowledgeImportDetails,
      handle: ({ principal, params }) => imports.get(principal.organizationId, params.id),
    }),

    cancel: endpoint({
      summary:
        'End an import that is under way; forget one that is not. Its articles stay, and are not fetched again.',
      params: idParam,
      handle: ({ principal, params }) => imports.cancel(principal.organizationId, params.id),
    }),
  };
}

function beginning({ imports }: KnowledgeImportsDeps) {
  return {
    create: endpoint({
      summary:
        'Import a page, or the pages of a sitemap. It is done by a job; robots.txt is honoured, and what changes is fetched again.',
      body: newImport,
      response: knowledgeImport,
      status: 201,
      handle({ principal, body: { url, sitemap, refetchHours, ...options } }) {
        const which = url === undefined ? 'sitemap' : 'page';
        return imports.begin(principal.organizationId, {
          kind: which,
          source: (url ?? sitemap)!,
          options,
          refetchHours,
          createdBy: savedBy(principal),
        });
      },
    }),

    upload: endpoint({
      summary:
        'Import a file: Markdown, text, HTML, PDF, Word (docx), or a csv of questions and answers (columns question, answer, category, language, tags).',
      query: importOptions
        .omit({ category: true })
        .extend({ category: z.string().max(100).optional().describe('Groups articles.') }),
      upload: { maxBytes: 5 * mebibyte },
      response: knowledgeImport,
      status: 201,
      handle: ({ principal, query, file }) =>
        imports.begin(principal.organizationId, {
          kind: 'file',
          source: nameOfFile(file!.fileName),
          file: file!.bytes,
          options: query,
          refetchHours: null,
          createdBy: savedBy(principal),
        }),
    }),
  };
}

const savedBy = ({ kind, id, name }: Principal) => ({ kind, id, name });
