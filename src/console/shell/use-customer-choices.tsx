// What can be done with the customer who is shown, or whose conversation is open.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode } from 'react';
import { useParams } from 'react-router';
import type { CustomerDetails } from '../../protocol/customers';
import { useConsole, useInbox } from '../context';
import { fail } from '../hooks';
import type { Choice } from './choice';
import { t } from '../i18n/translate';

const BlockDialog = lazy(() =>
  import('../context-panel/block').then((all) => ({ default: all.BlockDialog })),
);
const CallDialog = lazy(() => import('../customers/timeline/call-dialog'));

/** @param onDialog shows it above the page; null takes it away */
export function useCustomerChoices(on: boolean, onDialog: (dialog: ReactNode) => void): Choice[] {
  const { http } = useConsole();
  const queries = useQueryClient();
  const params = useParams();
  const session = useInbox((state) => state.sessions[params['sessionId'] ?? '']);
  const customerId = session?.customerId ?? params['customerId'];
  const customer = useQuery({
    queryKey: ['customer', customerId],
    queryFn: () => http.get<CustomerDetails>(`customers/${customerId}`),
    staleTime: 60_000,
    enabled: on && customerId !== undefined,
  });
  const { data } = customer;
  if (!on || !customerId || !data) return [];
  const close = () => onDialog(null);
  async function lift() {
    await http.remove(`customers/${customerId}/block`);
    await queries.invalidateQueries({ queryKey: ['customer', customerId] });
  }
  const block: Choice = data.blocked
    ? { key: 'unblock', label: t('Unblock'), icon: 'lock', run: () => void lift().catch(fail) }
    : {
        key: 'block',
        label: t('Block…'),
        icon: 'lock',
        run: () => onDialog(<BlockDialog customer={data} onClose={close} />),
      };
  const call: Choice = {
    key: 'call',
    label: t('Log a call…'),
    icon: 'phone',
    run: () => onDialog(<CallDialog customerId={customerId} call={undefined} onClose={close} />),
  };
  return [call, block];
}
