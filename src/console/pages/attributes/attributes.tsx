// What agents keep of customers besides their names: declared here, filled in beside the conversation.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { mostAttributes, type AttributeDeclaration } from '../../../protocol/customer-attributes';
import { useConsole } from '../../context';
import { useAttributes } from '../../data/use-attributes';
import { useAct } from '../../hooks';
import { Icon } from '../../icons';
import { DeleteButton } from '../../ui/delete-button';
import { Trouble, Waiting } from '../../ui/page-frame';
import { AttributeDialog } from './attribute-dialog';
import { typeWords } from './type-words';
import { t } from '../../words/words';

export default function Attributes({ mayWrite }: { mayWrite: boolean }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const declared = useAttributes();
  const [editing, setEditing] = useState<AttributeDeclaration | 'new' | null>(null);
  if (declared.isError) return <Trouble error={declared.error} onRetry={() => void declared.refetch()} />;
  if (!declared.data) return <Waiting />;
  const { items: all, tag } = declared.data;
  async function write(items: AttributeDeclaration[]): Promise<void> {
    // What a colleague declared meanwhile is seen before it is written over.
    await http
      .putOver('customer-attributes', { items }, tag)
      .finally(() => queries.invalidateQueries({ queryKey: ['customer-attributes'] }));
  }
  return (
    <>
      <div className="toolbar">
        <p className="quiet grow">
          {t(
            'What your team keeps of customers, beside every conversation. Programs fill it in by its key; rules and replies can use it.',
          )}
        </p>
        {mayWrite && all.length < mostAttributes && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
            {t('New attribute')}
          </Button>
        )}
      </div>
      {all.length === 0 ? (
        <p className="quiet">
          {t('No attribute yet. A plan, a tier or an account manager are good ones to begin with.')}
        </p>
      ) : (
        <List all={all} mayWrite={mayWrite} write={write} onChange={setEditing} />
      )}
      {editing && (
        <AttributeDialog
          attribute={editing === 'new' ? undefined : editing}
          all={all}
          write={write}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

interface ListProps {
  all: AttributeDeclaration[];
  mayWrite: boolean;
  write: (next: AttributeDeclaration[]) => Promise<void>;
  onChange: (attribute: AttributeDeclaration) => void;
}

function List({ all, mayWrite, write, onChange }: ListProps) {
  const [busy, act] = useAct();
  return (
    <ol className="cards">
      {all.map((attribute, at) => (
        <li key={attribute.key}>
          <span className="main">
            <strong dir="auto">{attribute.label}</strong> <code translate="no">{attribute.key}</code>
            <br />
            <span className="quiet">{typeWords(attribute)}</span>
          </span>
          {mayWrite && (
            <>
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy || at === 0}
                aria-label={t('Move {name} up', { name: attribute.label })}
                onClick={() => act(() => write(movedUp(all, at)))}
              >
                <Icon name="up" size={14} />
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('Change {name}', { name: attribute.label })}
                onClick={() => onChange(attribute)}
              >
                {t('Change')}
              </Button>
              <DeleteButton
                name={attribute.label}
                busy={busy}
                onDelete={() => act(() => write(all.filter(({ key }) => key !== attribute.key)))}
              />
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

function movedUp(all: readonly AttributeDeclaration[], at: number): AttributeDeclaration[] {
  const moved = all[at]!;
  const others = all.filter((one) => one !== moved);
  return [...others.slice(0, at - 1), moved, ...others.slice(at - 1)];
}
