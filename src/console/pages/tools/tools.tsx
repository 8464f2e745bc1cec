// Read-only HTTP tools: where the AI asks how something of a customer stands.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tool } from '../../../protocol/tools';
import { useConsole } from '../../context';
import { useAct } from '../../hooks';
import { Icon } from '../../icons';
import { DeleteButton } from '../../ui/delete-button';
import { Listing } from '../../ui/page-frame';
import { usePages } from '../use-pages';
import { McpServers } from './mcp-servers';
import { ToolDialog } from './tool-dialog';
import { TryDialog } from './try-dialog';
import { t } from '../../words/words';
import { withParts } from '../../words/parts';

const pushed = 'PUT customers/:id/objects/…';

export default function Tools({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<Tool>('tools');
  const [editing, setEditing] = useState<Tool | 'new' | null>(null);
  const [trying, setTrying] = useState<Tool | null>(null);
  return (
    <>
      <div className="toolbar">
        <p className="quiet grow">
          {withParts(
            t(
              'Where the AI asks how an order, a subscription or a device of a customer stands, beside what your programs push ({call}). It asks only for customers whose identity is proved, and only reads.',
            ),
            { call: <code>{pushed}</code> },
          )}
        </p>
        {mayWrite && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
            {t('New tool')}
          </Button>
        )}
      </div>
      <Listing pages={pages} empty={t('No tool yet.')}>
        {pages.items.map((tool) => (
          <li key={tool.id}>
            <span className="main">
              <strong translate="no">{tool.name}</strong> <span className="quiet">{tool.objectType}</span>
              <br />
              <span className="quiet" translate="no">
                {tool.urlTemplate}
              </span>
            </span>
            {!tool.isActive && <span className="quiet">{t('Switched off')}</span>}
            {mayWrite && <Ways tool={tool} onTry={setTrying} onChange={setEditing} />}
          </li>
        ))}
      </Listing>
      {editing && (
        <ToolDialog tool={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />
      )}
      {trying && <TryDialog tool={trying} onClose={() => setTrying(null)} />}
      <McpServers mayWrite={mayWrite} />
    </>
  );
}

interface WaysProps {
  tool: Tool;
  onTry: (tool: Tool) => void;
  onChange: (tool: Tool) => void;
}

function Ways({ tool, onTry, onChange }: WaysProps) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const remove = () =>
    act(async () => {
      await http.remove(`tools/${tool.id}`);
      await queries.invalidateQueries({ queryKey: ['tools'] });
    });
  return (
    <span className="ways">
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('Try {name}', { name: tool.name })}
        onClick={() => onTry(tool)}
      >
        {t('Try it…')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('Change {name}', { name: tool.name })}
        onClick={() => onChange(tool)}
      >
        {t('Change')}
      </Button>
      <DeleteButton name={tool.name} busy={busy} onDelete={remove} />
    </span>
  );
}
