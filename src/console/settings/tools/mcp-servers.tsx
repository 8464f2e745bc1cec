// Servers of the Model Context Protocol: where they answer, and which of their tools the AI may call.
import { NumberInput, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { McpServer } from '../../../protocol/mcp-servers';
import { useConsole } from '../../context';
import { enabledOf } from '../../data/mcp-tools';
import { Explained } from '../../ui/explained';
import { SecretField } from '../secret-field';
import { FormDialog, useSaving } from '../../ui/form';
import { Listing } from '../../ui/page-frame';
import { Way } from '../../ui/way';
import { Ways } from '../ways';
import { usePages } from '../../data/use-pages';
import { McpTools } from './mcp-tools';
import '../../styles/objects.css';
import { plural, t } from '../../i18n/translate';

const example = 'https://shop.example/mcp';

export function McpServers({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<McpServer>('mcp-servers');
  const [editing, setEditing] = useState<McpServer | 'new' | null>(null);
  const [choosing, setChoosing] = useState<McpServer | null>(null);
  return (
    <>
      <h2 className="more-servers">{t('MCP servers')}</h2>
      <Explained word={t('New server')} onNew={mayWrite && (() => setEditing('new'))}>
        {t(
          'Servers of the Model Context Protocol whose tools the AI may call, for customers whose identity is proved. Only those that say that they only read can be switched on.',
        )}
      </Explained>
      <Listing pages={pages} empty={t('No server yet.')}>
        {pages.items.map((server) => (
          <li key={server.id}>
            <span className="main">
              <strong dir="ltr" translate="no">
                {server.name}
              </strong>{' '}
              <span className="quiet">{countOf(server)}</span>
              <br />
              <span className="quiet" dir="ltr" translate="no">
                {server.url}
              </span>
            </span>
            {!server.isActive && <span className="quiet">{t('Switched off')}</span>}
            {mayWrite && (
              <Ways name={server.name} list="mcp-servers" id={server.id} onChange={() => setEditing(server)}>
                <Way
                  word={t('Tools…')}
                  label={t('Tools of {name}', { name: server.name })}
                  onClick={() => setChoosing(server)}
                />
              </Ways>
            )}
          </li>
        ))}
      </Listing>
      {editing && (
        <ServerDialog server={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />
      )}
      {choosing && <McpTools server={choosing} onClose={() => setChoosing(null)} />}
    </>
  );
}

function countOf({ tools }: McpServer): string {
  if (tools.length === 0) return t('no tool is on');
  return plural(tools.length, { one: '1 tool is on', other: '{count} tools are on' });
}

const shown = ['name', 'url', 'token', 'timeoutMs'];

function ServerDialog({ server, onClose }: { server: McpServer | undefined; onClose: () => void }) {
  const { http } = useConsole();
  const save = useSaving('mcp-servers', shown, onClose);
  const form = useForm({
    initialValues: {
      name: server?.name ?? '',
      url: server?.url ?? '',
      token: server?.token ?? '',
      timeoutMs: server?.timeoutMs ?? 5_000,
      isActive: server?.isActive ?? true,
    },
  });
  function write() {
    const { token, ...rest } = form.values;
    const body = { ...rest, ...(token && { token }), tools: (server?.tools ?? []).map(enabledOf) };
    return server ? http.put(`mcp-servers/${server.id}`, body) : http.post('mcp-servers', body);
  }
  const field = (name: keyof typeof form.values) => ({
    ...form.getInputProps(name),
    error: save.errors.fields[name],
  });
  return (
    <FormDialog
      title={server ? t('Change {name}', { name: server.name }) : t('New server')}
      onClose={onClose}
      save={save}
      onSave={write}
    >
      <TextInput
        label={t('Name')}
        description={t('Stands before the names of its tools: small letters, digits and _.')}
        spellCheck={false}
        {...field('name')}
      />
      <TextInput label={t('Address')} placeholder={example} spellCheck={false} {...field('url')} />
      <SecretField
        label={t('Bearer token')}
        describe={() => t('Stored encrypted, and never shown again. Empty: it wants none.')}
        stored={server?.token ?? ''}
        value={form.values.token}
        onChange={(token) => form.setFieldValue('token', token)}
        error={save.errors.fields['token']}
        optional
      />
      <NumberInput label={t('Longest wait in milliseconds')} min={100} max={10_000} {...field('timeoutMs')} />
      <Switch
        label={t('On')}
        description={t('Off: the AI calls none of its tools.')}
        {...form.getInputProps('isActive', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}
