// Files beside the words of a reply: uploaded as soon as they are chosen, sent with it.
import { useState } from 'react';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import type { SentFile } from '../data/outbox';

export interface ChosenFile {
  key: string;
  file: File;
  /** The server has it. */
  sent?: SentFile;
  /** Why it could not be uploaded. */
  error?: string;
}

/** No channel takes more; what this one takes, the server says. */
const maxBytes = 100 * 1024 * 1024;
const maxFiles = 10;

export function useFiles(sessionId: string) {
  const { http } = useConsole();
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const change = (key: string, to: Partial<ChosenFile>) =>
    setFiles((now) => now.map((one) => (one.key === key ? { ...one, ...to } : one)));

  async function upload({ key, file }: ChosenFile): Promise<void> {
    try {
      if (file.size > maxBytes) throw new Error('It has more than 100 MB.');
      const form = new FormData();
      form.append('file', file);
      change(key, {
        sent: await http.upload<SentFile>(`attachments?sessionId=${sessionId}`, form),
      });
    } catch (error) {
      change(key, { error: sentence(error) });
    }
  }

  return {
    files,
    ready: files.every(({ sent }) => sent),
    add(list: Iterable<File>) {
      const chosen = [...list]
        .slice(0, maxFiles - files.length)
        .map((file) => ({ key: crypto.randomUUID(), file }));
      setFiles((now) => [...now, ...chosen]);
      for (const one of chosen) void upload(one);
    },
    retry({ key, file }: ChosenFile) {
      setFiles((now) => now.map((one) => (one.key === key ? { key, file } : one)));
      void upload({ key, file });
    },
    /** Files that the server has. */
    giveBack(sent: readonly SentFile[]) {
      const back = sent.map((one) => ({ key: one.id, file: new File([], one.fileName), sent: one }));
      setFiles((now) => [...back, ...now]);
    },
    remove: (key: string) => setFiles((now) => now.filter((one) => one.key !== key)),
    /** Those that the server has; the row is empty afterwards. */
    take(): SentFile[] {
      setFiles([]);
      return files.flatMap(({ sent }) => sent ?? []);
    },
  };
}

export type Files = ReturnType<typeof useFiles>;
