import { NumberInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { PageForm, useSaving, type Saving } from './form';
import { Trouble, Waiting } from './page-frame';
import { useSettings, type SettingsOf } from './use-settings';

export function AiSettings({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('ai');
  const save = useSaving('settings', []);
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  return <AiForm settings={settings} save={save} mayWrite={mayWrite} />;
}

interface Props {
  settings: SettingsOf;
  save: Saving;
  mayWrite: boolean;
}

function AiForm({ settings: { value, write }, save, mayWrite }: Props) {
  const [enabled, setEnabled] = useState(value('enabled') !== false);
  const [turnCap, setTurnCap] = useState<number | string>(Number(value('turnCap') ?? 12));
  const floor = value('confidenceFloor');
  const [sure, setSure] = useState<number | string>(typeof floor === 'number' ? Math.round(floor * 100) : '');

  async function writeAll() {
    await write('enabled', enabled);
    await write('turnCap', Number(turnCap));
    await write('confidenceFloor', sure === '' ? undefined : Number(sure) / 100);
  }

  return (
    <PageForm save={save} mayWrite={mayWrite} onSave={writeAll}>
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
    </PageForm>
  );
}
