// What agents keep of customers besides their names: declared here, filled in beside the conversation.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { mostAttributes, type AttributeDeclaration } from '../../../protocol/customer-attributes';
import { useConsole } from '../../context';
import { useAttributes } from '../../data/use-attributes';
import { Explained } from '../../ui/explained';
import { OrderedCards } from '../../ui/ordered-cards';
import { Trouble, Waiting } from '../../ui/page-frame';
import { AttributeDialog } from './attribute-dialog';
import { typeWords } from './type-words';
import { t } from '../../i18n/translate';

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
      <Explained
        word={t('New attribute')}
        onNew={mayWrite && all.length < mostAttributes && (() => setEditing('new'))}
      >
        {t(
          'What your team keeps of customers, beside every conversation. Programs fill it in by its key; rules and replies can use it.',
        )}
      </Explained>
      {all.length === 0 ? (
        <p className="quiet">
          {t('No attribute yet. A plan, a tier or an account manager are good ones to begin with.')}
        </p>
      ) : (
        <OrderedCards
          all={all}
          keyOf={({ key }) => key}
          nameOf={({ label }) => label}
          about={(attribute) => (
            <>
              <code translate="no">{attribute.key}</code>
              <br />
              <span className="quiet">{typeWords(attribute)}</span>
            </>
          )}
          mayWrite={mayWrite}
          write={write}
          onChange={setEditing}
        />
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
