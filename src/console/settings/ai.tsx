import { NumberInput, Switch } from '@mantine/core';
import { useState } from 'react';
import { aiNumbers } from '../data/number-settings';
import type { Caution } from '../text/lab-words';
import { CautionField } from './caution-field';
import { PageForm, useSaving, type Saving } from '../ui/form';
import { NumberFields, useNumbers } from './number-fields';
import { Trouble, Waiting } from '../ui/page-frame';
import { useSettings, type SettingsOf } from './use-settings';
import { t } from '../i18n/translate';

const shown = [...aiNumbers.map(({ key }) => key), 'confidenceFloor'];

/** Settings of category 'ai'. */
export default function AiSettings({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('ai');
  const answers = useSettings('answers');
  const save = useSaving('settings', shown);
  for (const one of [settings, answers])
    if (one.error) return <Trouble error={one.error} onRetry={one.retry} />;
  if (settings.pending || answers.pending) return <Waiting />;
  return <AiForm settings={settings} answers={answers} save={save} mayWrite={mayWrite} />;
}

function cautionOf(value: unknown): Caution {
  return value === 'cautious' || value === 'eager' ? value : 'balanced';
}

interface Props {
  settings: SettingsOf;
  /** Of category 'answers'. */
  answers: SettingsOf;
  save: Saving;
  mayWrite: boolean;
}

function AiForm({ settings: { value, write }, answers, save, mayWrite }: Props) {
  const [caution, setCaution] = useState(cautionOf(answers.value('caution')));
  const [enabled, setEnabled] = useState(value('enabled') !== false);
  const [askForRating, setAskForRating] = useState(value('askForRating') !== false);
  const floor = value('confidenceFloor');
  const [sure, setSure] = useState<number | string>(typeof floor === 'number' ? Math.round(floor * 100) : '');
  const numbers = useNumbers(aiNumbers, value);
  const { fields } = save.errors;

  const writeAll = async () => {
    await answers.write({ caution: caution === 'balanced' ? undefined : caution });
    await write({
      enabled: enabled ? undefined : false,
      askForRating: askForRating ? undefined : false,
      confidenceFloor: sure === '' ? undefined : Number(sure) / 100,
      ...numbers.values(),
    });
  };

  return (
    <PageForm save={save} mayWrite={mayWrite} onSave={writeAll}>
      <Switch
        label={t('The AI answers first')}
        description={t('Off: every conversation waits for a person.')}
        disabled={!mayWrite}
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
      <CautionField value={caution} onChange={setCaution} disabled={!mayWrite} />
      <NumberInput
        label={t('Hand over to a person below this certainty (percent)')}
        description={t(
          'The AI gives an answer only when it is at least this sure of it, whatever is chosen above. Empty: what is chosen above decides.',
        )}
        disabled={!mayWrite}
        min={0}
        max={100}
        value={sure}
        onChange={setSure}
        error={fields['confidenceFloor']}
      />
      <Switch
        label={t('Ask how it was when the team closes a conversation')}
        description={t('On WhatsApp, once, with three buttons. Off: nobody is asked.')}
        disabled={!mayWrite}
        checked={askForRating}
        onChange={(event) => setAskForRating(event.currentTarget.checked)}
      />
      <NumberFields settings={aiNumbers} numbers={numbers} errors={fields} disabled={!mayWrite} />
    </PageForm>
  );
}
