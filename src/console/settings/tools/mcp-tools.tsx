import { Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { McpServer, OfferedTools } from '../../../protocol/mcp-servers';
import { useConsole } from '../../context';
import {
  chosenOf,
  toEnabled,
  withIdentity,
  type ChosenArgument,
  type ChosenTool,
} from '../../data/mcp-tools';
import { FormDialog, useSaving } from '../../ui/form';
import { Trouble, Waiting } from '../../ui/page-frame';
import { identities } from './tool-dialog';
import '../../styles/objects.css';
import { t } from '../../i18n/translate';

type OfferedTool = OfferedTools['items'][number];

/** What the server has now: which may be called, for whom, and with what. */
export function McpTools({ server, onClose }: { server: McpServer; onClose: () => void }) {
  const { http } = useConsole();
  const has = useQuery({
    queryKey: ['mcp-servers', server.id, 'tools'],
    queryFn: () => http.get<OfferedTools>(`mcp-servers/${server.id}/tools`),
    staleTime: 0,
    retry: false,
  });
  const [changed, setChanged] = useState<Record<string, ChosenTool>>({});
  const items = has.data?.items ?? [];
  const chosen = (tool: OfferedTool) => changed[tool.name] ?? chosenOf(tool, server.tools);
  const on = items.filter((tool) => chosen(tool).isOn);
  const fieldOf = (tool: OfferedTool) => `tools.${on.indexOf(tool)}`;
  const save = useSaving('mcp-servers', on.map(fieldOf), onClose);

  function write() {
    const { name, url, token, timeoutMs, isActive } = server;
    const tools = on.map((tool) => toEnabled(tool, chosen(tool)));
    const body = { name, url, ...(token !== undefined && { token }), timeoutMs, isActive, tools };
    return http.put(`mcp-servers/${server.id}`, body);
  }
  return (
    <FormDialog
      title={t('Tools of {name}', { name: server.name })}
      onClose={onClose}
      save={save}
      onSave={write}
      isLoading={!has.isSuccess}
    >
      {has.isPending && <Waiting />}
      {has.isError && <Trouble error={has.error} onRetry={() => void has.refetch()} />}
      {has.isSuccess && items.length === 0 && <p className="quiet">{t('It has none.')}</p>}
      {items.map((tool) => (
        <OneTool
          key={tool.name}
          tool={tool}
          chosen={chosen(tool)}
          error={save.errors.fields[fieldOf(tool)]}
          onChange={(next) => setChanged({ ...changed, [tool.name]: next })}
        />
      ))}
    </FormDialog>
  );
}

interface OneProps {
  tool: OfferedTool;
  chosen: ChosenTool;
  error: string | undefined;
  onChange: (next: ChosenTool) => void;
}

function OneTool({ tool, chosen, error, onChange }: OneProps) {
  const about = tool.readOnly ? tool.description : t('It may change something: it cannot be switched on.');
  return (
    <fieldset className="mcp-tool">
      <Switch
        label={tool.name}
        description={about}
        checked={chosen.isOn}
        disabled={!tool.readOnly && !chosen.isOn}
        onChange={({ currentTarget: { checked } }) => onChange({ ...chosen, isOn: checked })}
      />
      {chosen.isOn && (
        <>
          <Select
            label={t('What must be proved of the customer')}
            description={
              chosen.identity &&
              t('One of the arguments below has to be it: nobody is told of somebody else.')
            }
            error={error}
            data={[...identities, { value: '', label: t('Nothing: it tells of nobody') }]}
            allowDeselect={false}
            value={chosen.identity}
            onChange={(identity) => onChange(withIdentity(chosen, identity ?? ''))}
          />
          {Object.entries(chosen.arguments).map(([key, argument]) => (
            <OneArgument
              key={key}
              name={tool.required.includes(key) ? key : `${key} (optional)`}
              argument={argument}
              identity={chosen.identity}
              onChange={(next) => onChange({ ...chosen, arguments: { ...chosen.arguments, [key]: next } })}
            />
          ))}
        </>
      )}
    </fieldset>
  );
}

const sourcesFor = (identity: string) => [
  { value: '', label: t('Left out') },
  { value: 'model', label: t('Read by the AI from what they wrote') },
  ...identities
    .filter(({ value }) => value === identity)
    .map(({ value, label }) => ({ value, label: t('Proved: {label}', { label }) })),
  { value: 'constant', label: t('Always the same') },
];

interface ArgumentProps {
  name: string;
  argument: ChosenArgument;
  /** What is proved of the customer; '': nothing. */
  identity: string;
  onChange: (next: ChosenArgument) => void;
}

function OneArgument({ name, argument, identity, onChange }: ArgumentProps) {
  return (
    <>
      <Select
        label={name}
        data={sourcesFor(identity)}
        allowDeselect={false}
        value={argument.from}
        onChange={(from) => onChange({ ...argument, from: (from ?? '') as ChosenArgument['from'] })}
      />
      {argument.from === 'constant' && (
        <TextInput
          aria-label={t('Value of {name}', { name })}
          value={argument.value}
          onChange={({ currentTarget: { value } }) => onChange({ ...argument, value })}
        />
      )}
    </>
  );
}
