import { routingNumbers } from '../data/number-settings';
import { PageForm, useSaving, type Saving } from './form';
import { NumberFields, useNumbers } from './number-fields';
import { Trouble, Waiting } from './page-frame';
import { useSettings, type SettingsOf } from './use-settings';

const shown = routingNumbers.map(({ key }) => key);

/** Settings of category 'routing'. */
export function RoutingSettings({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('routing');
  const save = useSaving('settings', shown);
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  return <RoutingForm settings={settings} save={save} mayWrite={mayWrite} />;
}

interface Props {
  settings: SettingsOf;
  save: Saving;
  mayWrite: boolean;
}

function RoutingForm({ settings: { value, write }, save, mayWrite }: Props) {
  const numbers = useNumbers(routingNumbers, value);
  return (
    <PageForm save={save} mayWrite={mayWrite} onSave={() => write(numbers.values())}>
      <NumberFields
        settings={routingNumbers}
        numbers={numbers}
        errors={save.errors.fields}
        disabled={!mayWrite}
      />
    </PageForm>
  );
}
