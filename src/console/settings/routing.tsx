import { Radio, Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { routingNumbers } from '../data/number-settings';
import { PageForm, useSaving, type Saving } from '../ui/form';
import { NumberFields, useNumbers } from './number-fields';
import { Trouble, Waiting } from '../ui/page-frame';
import { useSettings, type SettingsOf } from './use-settings';
import { t } from '../i18n/translate';

const shown = [...routingNumbers.map(({ key }) => key), 'order', 'lastAgentFirst', 'awayWhenUnanswered'];

/** Settings of category 'routing'. */
export default function RoutingSettings({ mayWrite }: { mayWrite: boolean }) {
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
  const [order, setOrder] = useState(String(value('order') ?? 'least_busy'));
  const [lastAgentFirst, setLastAgentFirst] = useState(value('lastAgentFirst') !== false);
  const [awayWhenUnanswered, setAwayWhenUnanswered] = useState(value('awayWhenUnanswered') !== false);
  const writeAll = () =>
    write({
      ...numbers.values(),
      order: order === 'least_busy' ? undefined : order,
      lastAgentFirst: lastAgentFirst ? undefined : false,
      awayWhenUnanswered: awayWhenUnanswered ? undefined : false,
    });
  return (
    <PageForm save={save} mayWrite={mayWrite} onSave={writeAll}>
      <Radio.Group
        label={t('Who gets the next conversation')}
        description={t(
          'Of those who are there and have room; members of its team and who knows the subject come first.',
        )}
        value={order}
        onChange={setOrder}
        error={save.errors.fields['order']}
      >
        <Stack gap={8} mt={8}>
          <Radio
            value="least_busy"
            label={t('The least busy, for what they take at once')}
            disabled={!mayWrite}
          />
          <Radio
            value="round_robin"
            label={t('Everybody in turn: who has got none for the longest')}
            disabled={!mayWrite}
          />
        </Stack>
      </Radio.Group>
      <Switch
        label={t('A customer comes back to who helped them last')}
        checked={lastAgentFirst}
        onChange={(event) => setLastAgentFirst(event.currentTarget.checked)}
        disabled={!mayWrite}
      />
      <Switch
        label={t('Who lets a conversation go back unopened or unanswered becomes away')}
        checked={awayWhenUnanswered}
        onChange={(event) => setAwayWhenUnanswered(event.currentTarget.checked)}
        disabled={!mayWrite}
      />
      <NumberFields
        settings={routingNumbers}
        numbers={numbers}
        errors={save.errors.fields}
        disabled={!mayWrite}
      />
    </PageForm>
  );
}
