import { Select } from '@mantine/core';
import { useState } from 'react';
import type { Label } from '../../../protocol/labels';
import { useConsole } from '../../context';
import { useLabelsLike } from '../../data/use-labels';
import { FormDialog, useSaving } from '../../ui/form';
import { plural, t } from '../../i18n/translate';

export function MergeDialog({ label, onClose }: { label: Label; onClose: () => void }) {
  const { http } = useConsole();
  const [into, setInto] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const found = useLabelsLike(typed === into ? '' : typed);
  const others = found.filter(({ name, changing }) => name !== label.name && !changing);
  const names = new Set([...others.map(({ name }) => name), ...(into === null ? [] : [into])]);
  const save = useSaving('labels', ['into'], onClose);
  return (
    <FormDialog
      title={t('Merge {name}', { name: label.name })}
      word={t('Merge')}
      save={save}
      onSave={() => http.post(`labels/${encodeURIComponent(label.name)}/merge`, { into: into ?? '' })}
      onClose={onClose}
    >
      <Select
        label={t('Into')}
        data-autofocus
        searchable
        openOnFocus={false}
        data={[...names]}
        value={into}
        searchValue={typed}
        onSearchChange={setTyped}
        onChange={setInto}
        nothingFoundMessage={t('No label has this in its name.')}
        error={save.errors.fields['into']}
      />
      <p className="quiet">
        {plural(label.conversations, {
          one: '{count} conversation gets the other label, and so does whatever names this one. It cannot be undone.',
          other:
            '{count} conversations get the other label, and so does whatever names this one. It cannot be undone.',
        })}
      </p>
    </FormDialog>
  );
}
