// Files: the team uploads here; whoever holds a link that is signed and fresh reads here.
import { pipeline } from 'node:stream/promises';
import { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import { z } from 'zod';
import { DomainError, notFound } from '../errors';
import type { Files } from '../files/files';
import { isInline } from '../files/media-type';
import { previewMediaType } from '../files/previews';
import type { Links } from '../files/sign';
import type { FilePart } from '../files/storage';
import type { Attachment } from '../files/store';
import { id } from '../protocol/model/ids';
import { uploadedAttachment, uploadQuery } from '../protocol/widget';
import { say } from '../protocol/server-texts/said';
import { statusOf } from './error-handler';
import { endpoint } from './http/route';

export interface FilesApi {
  files: Pick<Files, 'keep' | 'incoming' | 'mostBytes'>;
}

export function attachmentEndpoints({ files }: FilesApi) {
  return {
    upload: endpoint({
      summary:
        'Upload a file of at most 10 MB, or of what the channel of the session takes; message:send takes its id as one of attachmentIds, once, within a day.',
      query: uploadQuery,
      upload: { maxBytes: files.mostBytes, folder: files.incoming },
      limit: 'upload',
      response: uploadedAttachment,
      status: 201,
      handle: ({ principal, query: { sessionId }, file }) =>
        files.keep(
          { organizationId: principal.organizationId, id: principal.id },
          { path: file!.path!, fileName: file!.fileName, ...(sessionId && { sessionId }) },
        ),
    }),
  };
}

export interface FilesRouterDeps {
  files: Pick<Files, 'open'>;
  links: Pick<Links, 'check'>;
  /** Which organization a session belongs to. */
  organizationOf(sessionId: string): Promise<string | undefined>;
}

const linkQuery = z.strictObject({
  session: id,
  expires: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number),
  signature: z.string().regex(/^[\w-]{43}$/),
});

/**
 * To be mounted at /files. Whatever is wrong with a link, the answer is the one for a file that there is not; one of ours that has
 * run out says so.
 */
export function createFilesRouter({ files, links, organizationOf }: FilesRouterDeps): Router {
  const router = Router();
  const answer = (part: FilePart) => async (request: Request<{ id: string }>, response: Response) => {
    const named = id.safeParse(request.params.id);
    const asked = linkQuery.safeParse(request.query);
    if (!named.success || !asked.success) throw notFound('file');
    const { session: sessionId, expires, signature } = asked.data;
    const organizationId = await organizationOf(sessionId);
    if (!organizationId) throw notFound('file');
    const link = { id: named.data, organizationId, sessionId, expires };
    const state = links.check(link, signature);
    if (state === 'over') throw new DomainError('not_found', runOut);
    if (state === 'wrong') throw notFound('file');
    const { attachment, stream, size } = await files.open(organizationId, named.data, part);
    const mediaType = part === 'preview' ? previewMediaType : attachment.mediaType;
    describe(response, { ...attachment, mediaType, size }, expires);
    if (request.method === 'HEAD') {
      stream.destroy();
      response.end();
      return;
    }
    await pipeline(stream, response).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
      throw new DomainError('internal', say('file_unreadable'), { cause: error });
    });
  };
  router.get('/:id', answer('original'));
  router.get('/:id/preview', answer('preview'));
  router.use(sayInWords);
  return router;
}

const runOut = 'The link to this file has run out. Reload the conversation, and open the file from there.';

/** Whoever follows a link in a browser reads a sentence instead of a document for programs. */
// eslint-disable-next-line max-params -- express tells error handlers by their four parameters
const sayInWords: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const isPage = request.get('Sec-Fetch-Dest') === 'document';
  if (!isPage || response.headersSent || !(error instanceof DomainError) || error.code === 'internal')
    return next(error);
  if (error.retryAfter !== undefined) response.set('Retry-After', String(Math.ceil(error.retryAfter)));
  response.set('Cache-Control', 'no-store').status(statusOf(error)).type('text/plain').send(error.message);
};

/** Nothing in a file may run: not in our origin, not by a guess at its type, not in a frame. */
function describe(response: Response, { fileName, mediaType, size }: Attachment, expires: number): void {
  response.attachment(fileName);
  if (isInline(mediaType)) {
    const disposition = String(response.getHeader('Content-Disposition'));
    response.set('Content-Disposition', disposition.replace(/^attachment/, 'inline'));
  }
  const left = Math.max(0, expires - Math.floor(Date.now() / 1000));
  response.setHeader(
    'Content-Type',
    mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
  );
  response.set({
    'Content-Length': String(size),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': `private, max-age=${left}`,
    // The link is the permission: pages of other origins may show the picture.
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
}
