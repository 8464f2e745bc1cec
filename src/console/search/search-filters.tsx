import { Button, Select, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useInbox } from '../context';
import { useTeams } from '../data/use-teams';
import { useMedia } from '../hooks';
import { Icon } from '../icons';
import { statusWords } from '../inbox/views/filter-words';
import { useAgents } from '../macros/use-agents';
import { channelWord } from '../text/channel-name';
import { ChoiceRow } from '../ui/choice-row';
import { isNarrowed, type Asked, type Change, type Narrowing, type ShownKind } from './address';
import { midSentence, t } from '../i18n/translate';

interface Props {
  asked: Asked;
  set: (change: Change) => void;
  onWiden: () => void;
}

const kinds: Array<{ value: ShownKind; label: string }> = [
  { value: 'all', label: t('All') },
  { value: 'message', label: t('Messages') },
  { value: 'note', label: t('Notes') },
  { value: 'file', label: t('Files') },
  { value: 'customer', label: t('Customers') },
  { value: 'company', label: t('Companies') },
];

export function Kinds({ asked, set }: Omit<Props, 'onWiden'>) {
  return (
    <ChoiceRow
      className="search-kinds"
      aria-label={t('What is looked in')}
      data={kinds}
      value={asked.kind}
      onChange={(kind) => set({ kind: kind as ShownKind })}
    />
  );
}

const options = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));
const writers = options({ customer: t('Customers'), ai: t('The AI'), agent: t('The team') });
const channels = ['web', 'whatsapp', 'email'].map((value) => ({ value, label: channelWord(value) }));

/** On a phone they would push what was found off the screen. */
export function Filters(props: Props) {
  const [open, setOpen] = useState(isNarrowed(props.asked));
  const narrow = useMedia('(max-width: 767px)');
  if (!narrow || open) return <Fields {...props} />;
  return (
    <Button
      mb={12}
      variant="default"
      leftSection={<Icon name="filter" size={16} />}
      onClick={() => setOpen(true)}
    >
      {t('Filters and order')}
    </Button>
  );
}

/** Those of the conversations that are known here. */
function useLabels(): string[] {
  const sessions = useInbox((state) => state.sessions);
  return [...new Set(Object.values(sessions).flatMap((one) => one.labels))].sort();
}

function Fields({ asked, set, onWiden }: Props) {
  const { agents } = useAgents();
  const teams = useTeams().map(({ id, name }) => ({ value: id, label: name }));
  const labels = useLabels();
  const choice = (name: Narrowing, label: string, data: Array<{ value: string; label: string }>) => (
    <Select
      label={label}
      placeholder={t('Any')}
      clearable
      clearButtonProps={{ 'aria-label': t('Any {field}', { field: midSentence(label) }) }}
      data={data}
      value={asked[name] ?? null}
      onChange={(value) => set({ [name]: value })}
    />
  );
  const day = (name: 'from' | 'to', label: string) => (
    <TextInput
      type="date"
      label={label}
      value={asked[name] ?? ''}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <div className="search-filters" role="group" aria-label={t('Filters')}>
      {choice('sender', t('Written by'), writers)}
      {choice('agentId', t('Agent'), [
        { value: 'me', label: t('Me') },
        ...agents.map(({ id, displayName }) => ({ value: id, label: displayName })),
      ])}
      {teams.length > 0 && choice('teamId', t('Team'), teams)}
      {choice('channelType', t('Channel'), channels)}
      {choice('status', t('Status'), options(statusWords))}
      <TagsInput
        label={t('Label')}
        placeholder={asked.label.length ? '' : t('Any')}
        data={labels}
        value={[...asked.label]}
        onChange={(label) => set({ label })}
      />
      {day('from', t('From'))}
      {day('to', t('To'))}
      <Select
        label={t('Order')}
        allowDeselect={false}
        data={[
          { value: 'best', label: t('Best first') },
          { value: 'newest', label: t('Newest first') },
        ]}
        value={asked.order}
        onChange={(order) => set({ order: order as Asked['order'] })}
      />
      {isNarrowed(asked) && (
        <Button variant="subtle" mt={{ base: 0, sm: 24 }} onClick={onWiden}>
          {t('Remove filters')}
        </Button>
      )}
    </div>
  );
}
