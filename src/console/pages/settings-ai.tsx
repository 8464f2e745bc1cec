import { Button, NumberInput, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AiSettings as Ai } from '../../protocol/answers';
import type { Setting } from '../../protocol/people';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { Trouble, Waiting } from './page-frame';
import { usePages } from './use-pages';

/** Settings of category 'ai': one row a key, a missing row is the default. */
export function AiSettings({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<Setting>('settings', { category: 'ai' });
  if (pages.error) return <Trouble error={pages.error} onRetry={pages.retry} />;
  if (pages.pending) return <Waiting />;
  const version = pages.items.map(({ updatedAt }) => updatedAt).join();
  return <Form key={version} rows={pages.items} mayWrite={mayWrite} />;
}

function Form({ rows, mayWrite }: { rows: Setting[]; mayWrite: boolean }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const value = (key: keyof Ai) => rows.find((row) => row.key === key)?.value;
  const [enabled, setEnabled] = useState(value('enabled') !== false);
  const [turnCap, setTurnCap] = useState<number | string>(Number(value('turnCap') ?? 12));
  const floor = value('confidenceFloor');
  const [sure, setSure] = useState<number | string>(typeof floor === 'number' ? Math.round(floor * 100) : '');
  const [said, setSaid] = useState('');
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);

  async function write(key: keyof Ai, next: unknown): Promise<void> {
    const row = rows.find((candidate) => candidate.key === key);
    if (next === undefined) return void (row && (await http.remove(`settings/${row.id}`)));
    if (row && JSON.stringify(row.value) === JSON.stringify(next)) return;
    await (row
      ? http.patch(`settings/${row.id}`, { value: next })
      : http.post('settings', { category: 'ai', key, value: next }));
  }

  async function save() {
    setBusy(true);
    setError('');
    try {
      await write('enabled', enabled);
      await write('turnCap', Number(turnCap));
      await write('confidenceFloor', sure === '' ? undefined : Number(sure) / 100);
      await queries.invalidateQueries({ queryKey: ['settings'] });
      setSaid('Saved.');
    } catch (failure) {
      setError(sentence(failure));
    }
    setBusy(false);
  }

  return (
    <div className="form">
      <Switch
        label="The AI answers first"
        description="Off: every conversation waits for a person."
        disabled={!mayWrite}
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
      <NumberInput
        label="Answers to one customer before a person takes over"
        disabled={!mayWrite}
        min={1}
        max={100}
        value={turnCap}
        onChange={setTurnCap}
      />
      <NumberInput
        label="Hands over when it is less sure than, in percent"
        description="Empty: the measured floor of the provider."
        disabled={!mayWrite}
        min={0}
        max={100}
        value={sure}
        onChange={setSure}
      />
      {error && (
        <p role="alert" className="failed">
          {error}
        </p>
      )}
      {said && !error && <p role="status">{said}</p>}
      {mayWrite ? (
        <div>
          <Button loading={busy} onClick={() => void save()}>
            Save
          </Button>
        </div>
      ) : (
        <p className="quiet">Only an admin can change this.</p>
      )}
    </div>
  );
}
