// What the organization keeps of its customers: seen beside the conversation, and changed where it stands.
import { ActionIcon } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttributeDeclaration, AttributeValue } from '../../protocol/customer-attributes';
import type { CustomerDetails } from '../../protocol/customers';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useAttributes } from '../data/use-attributes';
import { Icon } from '../icons';
import { AttributeForm } from './attribute-form';
import { attributeWords } from './attribute-words';
import '../styles/attributes.css';
import { t } from '../i18n/translate';

export default function Attributes({ customerId }: { customerId: string }) {
  const { http } = useConsole();
  const declared = useAttributes();
  const customer = useQuery({
    queryKey: ['customer', customerId],
    queryFn: () => http.get<CustomerDetails>(`customers/${customerId}`),
    staleTime: 60_000,
  });
  const values = customer.data?.attributes ?? {};
  const all = declared.data?.items ?? [];
  const left = Object.keys(values).filter((key) => !all.some((one) => one.key === key));
  if (all.length + left.length === 0 || !customer.data || !declared.data) return null;
  const shown = [...all, ...left.map(noLonger)];
  return (
    <section aria-label={t('Attributes')}>
      <h2>{t('Attributes')}</h2>
      <ul className="attributes">
        {shown.map((declaration) => (
          <Attribute
            key={`${customerId} ${declaration.key}`}
            customerId={customerId}
            declaration={declaration}
            isGone={left.includes(declaration.key)}
            value={values[declaration.key]}
          />
        ))}
      </ul>
    </section>
  );
}

/** What a customer still has of one that is declared no more. */
const noLonger = (key: string): AttributeDeclaration => ({
  key,
  label: key.replaceAll('_', ' '),
  type: 'text',
});

interface Props {
  customerId: string;
  declaration: AttributeDeclaration;
  isGone: boolean;
  value: AttributeValue | undefined;
}

function Attribute({ customerId, declaration, isGone, value }: Props) {
  const { key, label, description } = declaration;
  const [editing, setEditing] = useState(false);
  const { save, trouble, basis, begin } = useSave(customerId, key);
  const put = async (next: AttributeValue | null) => {
    if (await save(next)) setEditing(false);
  };
  if (editing)
    return (
      <li>
        <AttributeForm
          declaration={declaration}
          value={basis ?? undefined}
          trouble={trouble}
          onSave={(next) => void put(next)}
          onCancel={() => setEditing(false)}
        />
      </li>
    );
  return (
    <li>
      <span className="quiet attribute-name" title={description}>
        {label}
        {isGone && ` ${t('(no longer kept)')}`}
      </span>
      <span dir="auto" className={value === undefined ? 'quiet attribute-value' : 'attribute-value'}>
        {attributeWords(declaration, value)}
      </span>
      {isGone ? (
        <ActionIcon
          variant="subtle"
          aria-label={t('Clear {label}', { label })}
          onClick={() => void put(null)}
        >
          <Icon name="close" size={14} />
        </ActionIcon>
      ) : (
        <ActionIcon
          variant="subtle"
          aria-label={t('Change {label}', { label })}
          onClick={() => {
            begin(value);
            setEditing(true);
          }}
        >
          <Icon name="pencil" size={14} />
        </ActionIcon>
      )}
      {trouble !== undefined && isGone && <p role="alert">{trouble}</p>}
    </li>
  );
}

/** What somebody else wrote meanwhile is said first, and then known: who saves again means it. */
function useSave(customerId: string, key: string) {
  const { http } = useConsole();
  const cache = useQueryClient();
  const [trouble, setTrouble] = useState<string>();
  /** Null: nothing. Undefined: nobody has begun. */
  const [basis, setBasis] = useState<AttributeValue | null>();
  const path = ['customer', customerId];
  const known = () => cache.getQueryData<CustomerDetails>(path)?.attributes[key];
  async function save(next: AttributeValue | null): Promise<boolean> {
    setTrouble(undefined);
    const before = { [key]: (basis === undefined ? known() : basis) ?? null };
    try {
      const body = { attributes: { [key]: next }, attributesBefore: before };
      cache.setQueryData(path, await http.patch<CustomerDetails>(`customers/${customerId}`, body));
      return true;
    } catch (error) {
      setTrouble(sentence(error));
      await cache.invalidateQueries({ queryKey: path });
      setBasis(known() ?? null);
      return false;
    }
  }
  return {
    save,
    trouble,
    basis,
    begin(value: AttributeValue | undefined) {
      setTrouble(undefined);
      setBasis(value ?? null);
    },
  };
}
