import { Checkbox, MultiSelect, NumberInput, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { channelWord } from '../text/channel-name';
import type { SlaPolicy } from '../../protocol/sla';
import { useTeams } from '../data/use-teams';
import { languageWord, priorityWords } from '../inbox/views/filter-words';
import { FormDialog, useSaving } from '../ui/form';
import { tierWords } from '../text/tier-words';
import { policySentence } from './policy-words';
import { t } from '../i18n/translate';

interface Props {
  policy: SlaPolicy | undefined;
  policies: readonly SlaPolicy[];
  write: (next: SlaPolicy[]) => Promise<void>;
  onClose: () => void;
}

const fields = ['name', 'firstReply', 'nextReply', 'resolution', 'warnPercent'] as const;
const conditions = ['priority', 'label', 'channelType', 'teamId', 'language', 'companyTier'] as const;
const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'tr', 'ar', 'ru', 'zh', 'ja'];

const fresh = (): SlaPolicy => ({
  id: crypto.randomUUID(),
  name: '',
  when: {},
  firstReply: 60,
  inBusinessHours: false,
  warnPercent: 80,
});

export function PolicyDialog({ policy, policies, write, onClose }: Props) {
  const [next, setNext] = useState(() => policy ?? fresh());
  const at = policy ? policies.findIndex(({ id }) => id === policy.id) : policies.length;
  const shown = [...fields, ...conditions.map((name) => `when.${name}`)].map(
    (name) => `policies.${at}.${name}`,
  );
  const save = useSaving('settings', shown, onClose);
  const teams = useTeams(true);
  const error = (name: string) => save.errors.fields[`policies.${at}.${name}`];
  const set = (change: Partial<SlaPolicy>) => setNext((now) => ({ ...now, ...change }));
  const all = () => (policy ? policies.map((one) => (one.id === next.id ? next : one)) : [...policies, next]);
  return (
    <FormDialog
      title={policy ? t('Change {name}', { name: policy.name }) : t('New policy')}
      save={save}
      onSave={() => write(all())}
      onClose={onClose}
    >
      <p className="quiet" aria-live="polite">
        {policySentence(next, teams)}
      </p>
      <TextInput
        label={t('Name')}
        data-autofocus
        value={next.name}
        error={error('name')}
        onChange={({ currentTarget: { value } }) => set({ name: value })}
      />
      <p className="quiet">
        {t(
          'It is for conversations that have one of each list that is filled in; with none filled in, for all.',
        )}
      </p>
      <Conditions policy={next} set={set} error={error} teams={teams} />
      <Times policy={next} set={set} error={error} />
      <Checkbox
        label={t('Count business hours only')}
        description={t('Nights, weekends and holidays are left out, as the business hours say.')}
        checked={next.inBusinessHours}
        onChange={({ currentTarget: { checked } }) => set({ inBusinessHours: checked })}
      />
      <NumberInput
        label={t('Warn when so much of the time has passed, percent')}
        min={10}
        max={95}
        allowDecimal={false}
        value={next.warnPercent}
        error={error('warnPercent')}
        onChange={(value) => set({ warnPercent: typeof value === 'number' ? value : 80 })}
      />
    </FormDialog>
  );
}

interface FieldProps {
  policy: SlaPolicy;
  set: (change: Partial<SlaPolicy>) => void;
  error: (name: string) => string | undefined;
}

function Conditions({
  policy: { when },
  set,
  error,
  teams,
}: FieldProps & { teams: ReturnType<typeof useTeams> }) {
  const field = (name: (typeof conditions)[number]) => ({
    value: (when[name] ?? []) as string[],
    error: error(`when.${name}`),
    onChange(value: string[]) {
      const { [name]: _, ...rest } = when;
      set({ when: value.length > 0 ? ({ ...rest, [name]: value } as SlaPolicy['when']) : rest });
    },
  });
  const options = (values: readonly string[], word: (value: string) => string) =>
    values.map((value) => ({ value, label: word(value) }));
  return (
    <div className="pairs">
      <MultiSelect
        label={t('Priority')}
        data={options(Object.keys(priorityWords), (one) => priorityWords[one as keyof typeof priorityWords])}
        {...field('priority')}
      />
      <TagsInput label={t('Label')} placeholder={t('Enter adds one')} {...field('label')} />
      <MultiSelect
        label={t('Channel')}
        data={options(['web', 'whatsapp', 'email'], channelWord)}
        {...field('channelType')}
      />
      {teams.length > 0 && (
        <MultiSelect
          label={t('Team')}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          {...field('teamId')}
        />
      )}
      <MultiSelect
        label={t('Language')}
        searchable
        data={options([...new Set([...languages, ...(when.language ?? [])])], languageWord)}
        {...field('language')}
      />
      <MultiSelect
        label={t('Company of the customer')}
        data={options(Object.keys(tierWords), (one) => tierWords[one as keyof typeof tierWords])}
        {...field('companyTier')}
      />
    </div>
  );
}

interface MinutesProps extends FieldProps {
  name: 'firstReply' | 'nextReply' | 'resolution';
  label: string;
}

function Times(props: FieldProps) {
  return (
    <div className="pairs">
      <Minutes name="firstReply" label={t('First reply within, minutes')} {...props} />
      <Minutes name="nextReply" label={t('Next replies within, minutes')} {...props} />
      <Minutes name="resolution" label={t('Resolution within, minutes')} {...props} />
    </div>
  );
}

/** Empty promises nothing. */
function Minutes({ name, label, policy, set, error }: MinutesProps) {
  return (
    <NumberInput
      label={label}
      placeholder={t('Nothing is promised')}
      min={1}
      allowDecimal={false}
      value={policy[name] ?? ''}
      error={error(name)}
      onChange={(value) => set({ [name]: typeof value === 'number' ? value : undefined })}
    />
  );
}
