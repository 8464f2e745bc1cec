// Files on their way. They are not kept: what cannot be uploaded now says so, and offers to try again.
import type { Message } from '../../protocol/model/message';
import type { Connection } from '../connection';
import { apiUrl } from '../server-url';
import { newId, type Pending } from '../outbox';
import type { MessageSync } from '../message-sync';
import { which, type Store } from '../state';
// A file fails where there is no connection, and then nothing more can be loaded to say so.
import './failed';

export interface Uploads {
  attach(files: Iterable<File>): void;
  retry(clientMessageId: string): void;
  discard(clientMessageId: string): void;
}

interface UploadsDeps {
  store: Store;
  messages: MessageSync;
  connection: () => Connection;
  token: () => string | undefined;
}

const maxBytes = 10 * 1024 * 1024;

export function createUploads({ store, messages, connection, token }: UploadsDeps): Uploads {
  const chosen = new Map<string, { file: File; which: { sessionId?: string }; id?: string }>();
  /** Of the file that was chosen last. */
  let last: Promise<void> | undefined;

  const show = (clientMessageId: string, change: Partial<Pending>) =>
    store.update((state) => ({
      ...state,
      files: state.files.map((one) =>
        one.clientMessageId === clientMessageId ? { ...one, ...change } : one,
      ),
    }));

  /** @param before of the file that was chosen before it: they are sent in the order in which they were chosen */
  async function send(clientMessageId: string, before?: Promise<void>): Promise<void> {
    const upload = chosen.get(clientMessageId);
    if (!upload) return;
    show(clientMessageId, { failed: '', part: 0 });
    try {
      if (!connection().live()) throw 'offline';
      if (upload.file.size > maxBytes) throw 'file';
      upload.id ??= await post(upload.file, token(), (part) => show(clientMessageId, { part }));
      await before;
      const body = { clientMessageId, attachmentIds: [upload.id], ...upload.which };
      const ack = await connection().call<{ message: Message }>('message:send', body);
      if (!ack.ok) throw ack.error.code;
      discard(clientMessageId);
      messages.received(ack.message);
    } catch (code) {
      show(clientMessageId, { failed: String(code) });
    }
  }

  function discard(clientMessageId: string): void {
    if (!chosen.delete(clientMessageId)) return;
    store.update((state) => ({
      ...state,
      files: state.files.filter((one) => one.clientMessageId !== clientMessageId),
    }));
  }

  return {
    attach(files) {
      for (const file of files) {
        const clientMessageId = newId();
        chosen.set(clientMessageId, { file, which: which(store.state()) });
        const item = { clientMessageId, text: file.name, at: 0, ...which(store.state()) };
        store.update((state) => ({ ...state, files: [...state.files, item] }));
        last = send(clientMessageId, last);
      }
    },
    retry: (clientMessageId) => void send(clientMessageId),
    discard,
  };
}

/** Rejects with an error code. @param progress a part of 1 */
function post(file: File, token: string | undefined, progress: (part: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append('file', file);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    request.onloadend = () => {
      const { id, code = 'offline' } = (request.response ?? {}) as { id?: string; code?: string };
      if (id) resolve(id);
      else reject(code === 'too_large' ? 'file' : code);
    };
    request.open('POST', apiUrl('widget/attachments'));
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.send(body);
  });
}
