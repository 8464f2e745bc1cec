import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Tool, TriedTool } from '../../../protocol/tools';
import { useConsole } from '../../context';
import { useAct } from '../../hooks';
import { Icon } from '../../icons';
import { identities } from './tool-dialog';
import { fixed, t } from '../../i18n/translate';

export function TryDialog({ tool, onClose }: { tool: Tool; onClose: () => void }) {
  const { http } = useConsole();
  const [busy, act] = useAct();
  const [objectId, setObjectId] = useState('');
  const [identity, setIdentity] = useState('');
  const [tried, setTried] = useState<TriedTool>();
  function run(event: FormEvent) {
    event.preventDefault();
    act(async () => setTried(await http.post<TriedTool>(`tools/${tool.id}/try`, { objectId, identity })));
  }
  const named = identities.find(({ value }) => value === tool.identity)!.label;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('Try it: {name}', { name: tool.name })}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <form className="form" onSubmit={run}>
        <TextInput
          label={t('Number of the {object}', { object: tool.objectType })}
          value={objectId}
          onChange={(event) => setObjectId(event.currentTarget.value)}
        />
        <TextInput
          label={t('Of whom: {name}', { name: named })}
          value={identity}
          onChange={(event) => setIdentity(event.currentTarget.value)}
        />
        <Tried tried={tried} />
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('Close')}
          </Button>
          <Button type="submit" loading={busy} disabled={!objectId.trim() || !identity.trim()}>
            {t('Ask')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Tried({ tried }: { tried: TriedTool | undefined }) {
  return (
    <div role="status">
      {tried && (
        <p className={tried.ok ? undefined : 'failed'}>
          <Icon name={tried.ok ? 'check' : 'alert'} size={14} />{' '}
          {tried.ok ? t('This is what the customer may hear.') : tried.why && fixed(tried.why)}{' '}
          <span className="quiet">
            {tried.status !== undefined && `HTTP ${tried.status}, `}
            {t('{ms} ms', { ms: tried.latencyMs })}
          </span>
        </p>
      )}
      {tried?.taken && (
        <dl className="facts">
          {Object.entries(tried.taken).map(([name, value]) => (
            <div key={name}>
              <dt className="quiet">{name}</dt>
              <dd dir="auto">{String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
