import { Button, Menu, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { priorities } from '../../protocol/model/session';
import { useSnoozeTimes } from '../conversation/use-snooze-times';
import { useTeams } from '../data/use-teams';
import { useActiveAgents } from '../macros/use-agents';
import type { BulkAction } from './bulk';
import { priorityWords } from './views/filter-words';
import { plural, t } from '../i18n/translate';

interface Props {
  disabled: boolean;
  count: number;
  onDo: (action: BulkAction) => void;
}

/** Everything but closing, which has a button of its own. */
export function BulkMenu({ disabled, count, onDo }: Props) {
  const [asking, setAsking] = useState<'label' | 'assign'>();
  const { hour, tomorrow, monday } = useSnoozeTimes();
  const away: Array<[string, string | undefined]> = [
    [t('Put away for an hour'), hour],
    [t('Put away until tomorrow'), tomorrow],
    [t('Put away until Monday'), monday],
    [t('Put away until they write'), undefined],
  ];
  return (
    <>
      <Menu
        width={220}
        shadow="md"
        position="bottom-end"
        withinPortal={false}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <Button size="compact-xs" variant="default" disabled={disabled}>
            {t('More…')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('assign')}>{t('Give to…')}</Menu.Item>
          <Menu.Item onClick={() => setAsking('label')}>{t('Add a label…')}</Menu.Item>
          <Menu.Divider />
          {away.map(([word, until]) => (
            <Menu.Item key={word} onClick={() => onDo({ kind: 'snooze', until })}>
              {word}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {priorities.map((priority) => (
            <Menu.Item key={priority} onClick={() => onDo({ kind: 'priority', priority })}>
              {t('Priority: {priority}', { priority: priorityWords[priority] })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asking && (
        <Ask
          kind={asking}
          count={count}
          onClose={() => setAsking(undefined)}
          onDo={(action) => {
            setAsking(undefined);
            onDo(action);
          }}
        />
      )}
    </>
  );
}

interface AskProps extends Pick<Props, 'count' | 'onDo'> {
  kind: 'label' | 'assign';
  onClose: () => void;
}

function Ask({ kind, count, onDo, onClose }: AskProps) {
  const [written, setWritten] = useState('');
  const isLabel = kind === 'label';

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!written.trim()) return;
    onDo(isLabel ? { kind: 'label', label: written.trim() } : { kind: 'assign', to: targetOf(written) });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="sm"
      title={
        isLabel
          ? plural(count, {
              one: 'Add a label to this conversation',
              other: 'Add a label to {count} conversations',
            })
          : plural(count, { one: 'Give this conversation to', other: 'Give {count} conversations to' })
      }
      closeButtonProps={{ 'aria-label': t('Leave it as it is') }}
    >
      <form className="form" onSubmit={submit}>
        {isLabel ? (
          <TextInput
            data-autofocus
            label={t('Label')}
            maxLength={50}
            value={written}
            onChange={(event) => setWritten(event.currentTarget.value)}
          />
        ) : (
          <Receiver value={written} onChange={setWritten} />
        )}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('Cancel')}
          </Button>
          <Button type="submit" disabled={!written.trim()}>
            {isLabel ? t('Add') : t('Give')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Receiver({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { agents } = useActiveAgents();
  const teams = useTeams();
  return (
    <NativeSelect
      data-autofocus
      label={t('Who gets them')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t('Choose') },
        ...agents.map(({ id, displayName }) => ({ value: `agent ${id}`, label: displayName })),
        ...teams.map(({ id, name }) => ({ value: `team ${id}`, label: t('Team {name}', { name }) })),
        { value: 'queue', label: t('The queue') },
      ]}
    />
  );
}

function targetOf(value: string) {
  const [kind, id = ''] = value.split(' ');
  if (kind === 'agent') return { agentId: id };
  return kind === 'team' ? { teamId: id } : ({ queue: true } as const);
}
