import { Button, Modal, MultiSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { permissions } from '../../protocol/model/roles';
import type { ApiKey } from '../../protocol/people';
import { useConsole } from '../context';
import { useAct, useNow } from '../hooks';
import { Icon } from '../icons';
import { CopyButton } from '../ui/copy-button';
import { DeleteButton } from '../ui/delete-button';
import { short } from '../text/time';
import { Rest, useSaving } from '../ui/form';
import { Listing } from '../ui/page-frame';
import { usePages } from '../data/use-pages';
import { listed, t } from '../i18n/translate';

export default function ApiKeys() {
  const { http } = useConsole();
  const queries = useQueryClient();
  const pages = usePages<ApiKey>('api-keys');
  const [adding, setAdding] = useState(false);
  const [busy, act] = useAct();
  const now = useNow(60_000);

  const remove = (id: string) =>
    act(async () => {
      await http.remove(`api-keys/${id}`);
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
    });

  return (
    <>
      <div className="toolbar">
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
          {t('New key')}
        </Button>
      </div>
      <Listing pages={pages} empty={t('No key yet. A program that calls the API needs one.')}>
        {pages.items.map((key) => (
          <li key={key.id}>
            <span className="main">
              <strong dir="auto">{key.name}</strong> <span className="quiet">{listed(key.permissions)}</span>
            </span>
            <span className="quiet">
              {key.lastUsedAt ? t('used {time}', { time: short(key.lastUsedAt, now) }) : t('never used')}
            </span>
            <DeleteButton name={key.name} busy={busy} onDelete={() => remove(key.id)} />
          </li>
        ))}
      </Listing>
      {adding && <KeyDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function KeyDialog({ onClose }: { onClose: () => void }) {
  const [secret, setSecret] = useState('');
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={!secret}
      closeOnEscape={!secret}
      title={t('New key')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {secret ? (
        <Secret secret={secret} onClose={onClose} />
      ) : (
        <NewKey onMade={setSecret} onClose={onClose} />
      )}
    </Modal>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <div className="form">
      <p role="status">
        {t('This is the only time that the key is shown. Keep it where your program reads it.')}
      </p>
      <code className="secret" translate="no">
        {secret}
      </code>
      <div className="dialog-foot">
        <CopyButton text={secret} />
        <Button onClick={onClose}>{t('I have kept it')}</Button>
      </div>
    </div>
  );
}

function NewKey({ onMade, onClose }: { onMade: (secret: string) => void; onClose: () => void }) {
  const { http } = useConsole();
  const save = useSaving('api-keys', ['name', 'permissions']);
  const form = useForm({ initialValues: { name: '', permissions: [] as string[] } });
  const { name, permissions: chosen } = form.values;
  const { fields } = save.errors;

  async function create(values: typeof form.values) {
    const { key } = await http.post<ApiKey & { key?: string }>('api-keys', values);
    onMade(key ?? '');
  }
  return (
    <form className="form" onSubmit={form.onSubmit((values) => save.run(() => create(values)))}>
      <TextInput label={t('What it is for')} {...form.getInputProps('name')} error={fields['name']} />
      <MultiSelect
        label={t('What it may do')}
        data={permissions}
        searchable
        {...form.getInputProps('permissions')}
        error={fields['permissions']}
      />
      <Rest save={save} />
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button type="submit" loading={save.busy} disabled={!name.trim() || chosen.length === 0}>
          {t('Create')}
        </Button>
      </div>
    </form>
  );
}
