import { Button, FileInput, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Article } from '../../protocol/knowledge';
import { useConsole } from '../context';
import { sentence } from '../data/failure';

/** A JSON array of articles, all or nothing; or one document. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [error, setError] = useState('');
  const [done, setDone] = useState('');
  const [busy, setBusy] = useState(false);

  async function read(chosen: File): Promise<{ items: Article[] }> {
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

  async function run() {
    if (!file) return;
    setBusy(true);
    setError('');
    try {
      const { items } = await read(file);
      setDone(`${items.length} ${items.length === 1 ? 'article' : 'articles'} imported.`);
      await queries.invalidateQueries();
    } catch (failure) {
      setError(sentence(failure));
    }
    setBusy(false);
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
          error={error}
        />
        {done && <p role="status">{done}</p>}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {done ? 'Close' : 'Cancel'}
          </Button>
          <Button disabled={!file} loading={busy} onClick={() => void run()}>
            Import
          </Button>
        </div>
      </div>
    </Modal>
  );
}
