// Facts that the AI collected go to the customer in one press: addresses to their fields, the rest beside them.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CustomerDetails } from '../../protocol/customers';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { unsavedFacts } from '../data/facts';
import { t } from '../i18n/translate';

interface Props {
  customerId: string;
  facts: Record<string, string>;
}

export function SaveFacts({ customerId, facts }: Props) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const queryKey = ['customer', customerId];
  const read = () => http.get<CustomerDetails>(`customers/${customerId}`);
  const customer = useQuery({ queryKey, queryFn: read, staleTime: 60_000 });
  if (!customer.data) return null;
  if (!unsavedFacts(customer.data, facts)) {
    return (
      <span className="quiet saved">
        <Icon name="check" size={13} />
        <span>{t('On the customer')}</span>
      </span>
    );
  }

  async function save() {
    // What somebody else has saved meanwhile stays.
    const change = unsavedFacts(await read(), facts);
    if (change) await http.patch(`customers/${customerId}`, change);
    await queries.invalidateQueries({ queryKey });
  }
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={busy}
      leftSection={<Icon name="plus" size={13} />}
      onClick={() => act(save)}
    >
      {t('Save to the customer')}
    </Button>
  );
}
