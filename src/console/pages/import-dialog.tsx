import { Button, FileInput, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Article } from '../../protocol/knowledge';
import { useConsole } from '../context';
import type { Http } from '../data/http';
import { useSaving } from './form';

/** A JSON array of articles, all or nothing; or one document. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { http } = useConsole();
  const save = useSaving('knowledge/articles', []);
  const [file, setFile] = useState<File | null>(null);
  const [count, setCount] = useState(0);

  async function run(chosen: File) {
    const { items } = await read(http, chosen);
    setCount(items.length);
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title="Import"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close the import' }}
    >
      <div className="form">
        <FileInput
          label="File"
          description="JSON: an array of {externalId?, title, content, category?, tags?, audience?}. Or a document: Markdown, HTML, text, PDF, Word."
          placeholder="Choose a file"
          accept=".json,.md,.html,.txt,.pdf,.docx"
          value={file}
          onChange={setFile}
          error={save.errors.rest}
        />
        {save.done && <p role="status">{`${count} ${count === 1 ? 'article' : 'articles'} imported.`}</p>}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {save.done ? 'Close' : 'Cancel'}
          </Button>
          <Button disabled={!file} loading={save.busy} onClick={() => file && save.run(() => run(file))}>
            Import
          </Button>
        </div>
      </div>
    </Modal>
  );
}

async function read(http: Http, chosen: File): Promise<{ items: Article[] }> {
  if (!chosen.name.toLowerCase().endsWith('.json')) {
    const form = new FormData();
    form.append('file', chosen);
    return http.upload('knowledge/documents', form);
  }
  let articles: unknown;
  try {
    articles = JSON.parse(await chosen.text());
  } catch {
    throw new Error(
      'This file is no valid JSON. It has to be an array of articles, each with a title and content.',
    );
  }
  return http.post('knowledge/articles/import', articles);
}
