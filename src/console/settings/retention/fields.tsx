import { NumberInput, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Kept } from '../../../protocol/retention';
import type { Label } from '../../../protocol/labels';
import { useConsole } from '../../context';
import type { Page } from '../../data/http';
import { t } from '../../i18n/translate';

export type DayKey = 'conversations' | 'files' | 'visits' | 'answers' | 'events' | 'audit';

export type Written = Omit<Kept, DayKey> & Record<DayKey, number | string>;

/** What is kept for some days, with what goes and what stays. */
const fields: ReadonlyArray<{ key: DayKey; label: string; description: string; empty?: string }> = [
  {
    key: 'conversations',
    label: t('Days for closed conversations'),
    description: t(
      'After they were closed, and whatever happened in them since. Messages, notes, files, drafts, summaries and what search, the AI and the customer’s memory have of them go; that there was a conversation, when, how long and with whom stays, for the numbers.',
    ),
  },
  {
    key: 'files',
    label: t('Days for files of closed conversations'),
    description: t('What was written stays, with the names of the files.'),
  },
  {
    key: 'visits',
    label: t('Days for where visitors were'),
    description: t('After their last page: pages, browser, place and local time.'),
  },
  {
    key: 'answers',
    label: t('Days for why the AI said what it said'),
    description: t(
      'What it was asked, its words and its sources. Costs, times and how sure it was stay, and so do the messages themselves.',
    ),
  },
  {
    key: 'events',
    label: t('Days for what channels sent, word for word'),
    description: t('Messages and mails as providers delivered them. Never longer than the conversations.'),
    empty: t('As long as the server keeps it'),
  },
  {
    key: 'audit',
    label: t('Days for the audit log'),
    description: t('At least 90 days: who did what is asked for long after it was done.'),
  },
];

interface Props {
  written: Written;
  onChange: (next: Partial<Written>) => void;
  errors: Record<string, string>;
  disabled: boolean;
}

export function DayFields({ written, onChange, errors, disabled }: Props) {
  return fields.map(({ key, label, description, empty }) => (
    <NumberInput
      key={key}
      label={label}
      description={description}
      placeholder={empty ?? t('For ever')}
      allowNegative={false}
      allowDecimal={false}
      // What is too much is said, not made less.
      clampBehavior="none"
      hideControls
      disabled={disabled}
      value={written[key]}
      onChange={(days) => onChange({ [key]: days })}
      error={errors[key]}
    />
  ));
}

interface HeldProps {
  value: string | null;
  onChange: (label: string | null) => void;
  error: string | undefined;
  disabled: boolean;
}

export function HeldLabel({ value, onChange, error, disabled }: HeldProps) {
  const { http } = useConsole();
  const [typed, setTyped] = useState('');
  const q = typed === value ? '' : typed.trim();
  const found = useQuery({
    queryKey: ['labels', { q, limit: 50 }],
    queryFn: () => http.get<Page<Label>>('labels', { limit: 50, ...(q && { q }) }),
    placeholderData: (before) => before,
  });
  const names = new Set((found.data?.items ?? []).map(({ name }) => name));
  if (value !== null) names.add(value);
  return (
    <Select
      label={t('Never delete conversations with the label')}
      description={t(
        'For what has to be kept, such as a dispute. Their files stay, too, and why the AI said what it said. What channels sent, word for word, is not held.',
      )}
      placeholder={t('None')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('No label') }}
      disabled={disabled}
      data={[...names]}
      // The server has looked already.
      filter={({ options }) => options}
      nothingFoundMessage={t('No label has this in its name.')}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      error={error}
    />
  );
}
