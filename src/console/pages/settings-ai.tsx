import { NumberInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { aiNumbers } from '../data/number-settings';
import { PageForm, useSaving, type Saving } from './form';
import { NumberFields, useNumbers } from './number-fields';
import { HandoverSettings } from './settings-handover';
import { Trouble, Waiting } from './page-frame';
import { useSettings, type SettingsOf } from './use-settings';

const shown = [...aiNumbers.map(({ key }) => key), 'confidenceFloor'];

/** Settings of category 'ai'. */
export function AiSettings({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('ai');
  const save = useSaving('settings', shown);
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  return (
    <>
      <AiForm settings={settings} save={save} mayWrite={mayWrite} />
      <HandoverSettings mayWrite={mayWrite} />
    </>
  );
}

interface Props {
  settings: SettingsOf;
  save: Saving;
  mayWrite: boolean;
}

function AiForm({ settings: { value, write }, save, mayWrite }: Props) {
  const [enabled, setEnabled] = useState(value('enabled') !== false);
  const [askForRating, setAskForRating] = useState(value('askForRating') !== false);
  const floor = value('confidenceFloor');
  const [sure, setSure] = useState<number | string>(typeof floor === 'number' ? Math.round(floor * 100) : '');
  const numbers = useNumbers(aiNumbers, value);
  const { fields } = save.errors;

  const writeAll = () =>
    write({
      enabled: enabled ? undefined : false,
      askForRating: askForRating ? undefined : false,
      confidenceFloor: sure === '' ? undefined : Number(sure) / 100,
      ...numbers.values(),
    });

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
        label="Hand over to a person below this certainty (percent)"
        description="The AI gives an answer only when it is at least this sure of it. Empty: the value that Parley has measured for your AI provider."
        disabled={!mayWrite}
        min={0}
        max={100}
        value={sure}
        onChange={setSure}
        error={fields['confidenceFloor']}
      />
      <Switch
        label="Ask how it was when the team closes a conversation"
        description="On WhatsApp, once, with three buttons. Off: nobody is asked."
        disabled={!mayWrite}
        checked={askForRating}
        onChange={(event) => setAskForRating(event.currentTarget.checked)}
      />
      <NumberFields settings={aiNumbers} numbers={numbers} errors={fields} disabled={!mayWrite} />
    </PageForm>
  );
}
