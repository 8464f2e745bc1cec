import { NativeSelect, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Company } from '../../protocol/companies';
import type { Tier } from '../../protocol/model/tier';
import { useConsole } from '../context';
import { useAgents } from '../macros/use-agents';
import { FormDialog, useSaving } from '../ui/form';
import { tierWords } from '../text/tier-words';
import { t } from '../i18n/translate';

interface Props {
  /** Undefined: a new one. */
  company: Company | undefined;
  /** What is known of a new one. */
  begin?: { name: string; domains: string[] };
  onClose: () => void;
  /** Rejects where what follows failed. */
  onSaved?: (company: Company) => Promise<unknown>;
}

const fields = ['name', 'domains', 'tier', 'ownerId', 'notes'] as const;

interface Written {
  name: string;
  domains: string[];
  tier: Tier;
  ownerId: string | null;
  notes: string;
}

interface CountsProps {
  next: Written;
  set: (change: Partial<Written>) => void;
  error: (name: (typeof fields)[number]) => string | undefined;
}

export function CompanyDialog({ company, begin, onClose, onSaved }: Props) {
  const { http } = useConsole();
  const save = useSaving('companies', fields, onClose);
  const [next, setNext] = useState<Written>(() => ({
    name: company?.name ?? begin?.name ?? '',
    domains: company?.domains ?? begin?.domains ?? [],
    tier: company?.tier ?? 'standard',
    ownerId: company?.ownerId ?? null,
    notes: company?.notes ?? '',
  }));
  const set = (change: Partial<Written>) => setNext((now) => ({ ...now, ...change }));
  async function write() {
    const saved = company
      ? await http.patch<Company>(`companies/${company.id}`, next)
      : await http.post<Company>('companies', next);
    await onSaved?.(saved);
  }
  const error = (name: (typeof fields)[number]) => save.errors.fields[name];
  return (
    <FormDialog
      title={company ? t('Change this company') : t('New company')}
      save={save}
      onSave={write}
      onClose={onClose}
    >
      <TextInput
        label={t('Name')}
        data-autofocus
        maxLength={200}
        value={next.name}
        error={error('name')}
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
      />
      <TagsInput
        label={t('Domains')}
        description={t('Where its people write from, such as acme.example. Enter adds one.')}
        value={next.domains}
        error={error('domains')}
        onChange={(domains) => set({ domains })}
      />
      <Counts next={next} set={set} error={error} />
    </FormDialog>
  );
}

/** How much it counts, who looks after it, and what to know. */
function Counts({ next, set, error }: CountsProps) {
  const { agents } = useAgents();
  return (
    <>
      <NativeSelect
        label={t('Tier')}
        description={t('Conversations of a priority company begin with high priority, of a VIP with urgent.')}
        data={Object.entries(tierWords).map(([value, label]) => ({ value, label }))}
        value={next.tier}
        error={error('tier')}
        onChange={({ currentTarget }) => set({ tier: currentTarget.value as Tier })}
      />
      <Select
        label={t('Looked after by')}
        description={t('Of a priority or VIP company conversations go there first, while there is room.')}
        placeholder={t('Nobody')}
        clearable
        searchable
        data={agents.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        value={next.ownerId}
        error={error('ownerId')}
        onChange={(ownerId) => set({ ownerId })}
      />
      <Textarea
        label={t('Notes')}
        description={t('Your team reads them, the customer does not.')}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={5000}
        value={next.notes}
        error={error('notes')}
        onChange={({ currentTarget }) => set({ notes: currentTarget.value })}
      />
    </>
  );
}
