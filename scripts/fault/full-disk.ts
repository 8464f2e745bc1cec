// The disk of DATA_DIR is filled to its last byte, and a file is uploaded before, meanwhile and after.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Trouble, World } from './suffer';

const block = 1024 * 1024;

export function fullDisk(dataDir: string): Trouble {
  const filler = join(dataDir, 'filler');
  return {
    name: 'The disk is full',
    store: 'postgres',
    isLog: false,
    keepsWriting: true,
    async look(world, when) {
      const status = await upload(world);
      const due = when === 'meanwhile' ? 503 : 201;
      return status === due ? [] : [`A file uploaded ${when} was answered ${status}.`];
    },
    begin: () => fill(filler),
    end: () => rmSync(filler),
  };
}

/** In ever smaller pieces: what is left is no room for anybody. */
function fill(path: string): void {
  const file = openSync(path, 'a', 0o600);
  for (let size = block; size >= 512; size /= 2) {
    const piece = Buffer.alloc(size);
    while (writes(file, piece));
  }
  closeSync(file);
}

function writes(file: number, piece: Buffer): boolean {
  try {
    return writeSync(file, piece) === piece.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    return false;
  }
}

async function upload({ server, token }: World): Promise<number> {
  const body = new FormData();
  body.set('file', new File(['%PDF-1.7\n%%EOF'], 'form.pdf', { type: 'application/pdf' }));
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${server.url}/api/v1/attachments`, { method: 'POST', headers, body });
  await answer.text();
  return answer.status;
}
