// Read-only HTTP tools: where the AI asks how something of a customer stands.
import { useState } from 'react';
import type { Tool } from '../../../protocol/tools';
import { Explained } from '../../ui/explained';
import { Listing } from '../../ui/page-frame';
import { Way } from '../../ui/way';
import { Ways } from '../ways';
import { usePages } from '../../data/use-pages';
import { McpServers } from './mcp-servers';
import { ToolDialog } from './tool-dialog';
import { TryDialog } from './try-dialog';
import { t } from '../../i18n/translate';
import { withParts } from '../../i18n/parts';

const pushed = 'PUT customers/:id/objects/…';

export default function Tools({ mayWrite }: { mayWrite: boolean }) {
  const pages = usePages<Tool>('tools');
  const [editing, setEditing] = useState<Tool | 'new' | null>(null);
  const [trying, setTrying] = useState<Tool | null>(null);
  return (
    <>
      <Explained word={t('New tool')} onNew={mayWrite && (() => setEditing('new'))}>
        {withParts(
          t(
            'Where the AI asks how an order, a subscription or a device of a customer stands, beside what your programs push ({call}). It asks only for customers whose identity is proved, and only reads.',
          ),
          { call: <code>{pushed}</code> },
        )}
      </Explained>
      <Listing pages={pages} empty={t('No tool yet.')}>
        {pages.items.map((tool) => (
          <li key={tool.id}>
            <span className="main">
              <strong dir="ltr" translate="no">
                {tool.name}
              </strong>{' '}
              <span className="quiet">{tool.objectType}</span>
              <br />
              <span className="quiet" dir="ltr" translate="no">
                {tool.urlTemplate}
              </span>
            </span>
            {!tool.isActive && <span className="quiet">{t('Switched off')}</span>}
            {mayWrite && (
              <Ways name={tool.name} list="tools" id={tool.id} onChange={() => setEditing(tool)}>
                <Way
                  word={t('Try it…')}
                  label={t('Try it: {name}', { name: tool.name })}
                  onClick={() => setTrying(tool)}
                />
              </Ways>
            )}
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
