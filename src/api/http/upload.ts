// A file in the multipart field `file`: into memory, or streamed into a folder and gone with the answer unless it was taken over.
import { rm } from 'node:fs/promises';
import type { RequestHandler } from 'express';
import multer from 'multer';
import { DomainError } from '../../errors';
import { domainErrorOf, HttpRefusal } from '../error-handler';
import { say } from '../../protocol/server-texts/said';

export interface Upload {
  maxBytes: number;
  /** Where the file is written, asked when it comes; without it, it is read into memory. */
  folder?: () => Promise<string>;
}

export function readUpload({ maxBytes, folder }: Upload): RequestHandler {
  const read = multer({
    storage:
      folder === undefined ? multer.memoryStorage() : multer.diskStorage({ destination: into(folder) }),
    limits: { fileSize: maxBytes, files: 1, fields: 0, parts: 1 },
    defParamCharset: 'utf8',
  }).single('file');
  return (request, response, next) => {
    if (!request.is('multipart/form-data')) {
      throw new HttpRefusal(415, 'invalid', 'Send the file as multipart/form-data, in the field "file".');
    }
    response.once('close', () => {
      const path = request.file?.path;
      if (path) rm(path, { force: true }).catch(() => undefined);
    });
    read(request, response, (error: unknown) => {
      const known = error === undefined ? undefined : domainErrorOf(error);
      if (known?.code === 'internal' && !isOfTheDisk(error))
        next(new DomainError('invalid', 'The form cannot be read.'));
      else if (known?.code === 'too_large') next(tooLarge(maxBytes));
      else if (known) next(known);
      else if (!request.file) next(new DomainError('invalid', 'Send one file, in the field "file".'));
      else next();
    });
  };
}

const tooLarge = (maxBytes: number) =>
  new DomainError('too_large', say('file_too_large', { count: Math.floor(maxBytes / 1024 / 1024) }));

type Destination = Exclude<multer.DiskStorageOptions['destination'], string | undefined>;

function into(folder: () => Promise<string>): Destination {
  return (_request, _file, done) => {
    folder().then(
      (path) => done(null, path),
      (error: Error) => done(error, ''),
    );
  };
}

/** Full, read-only, broken: ours to mend, not the caller's. */
function isOfTheDisk(error: unknown): boolean {
  return typeof (error as { syscall?: unknown } | null)?.syscall === 'string';
}
