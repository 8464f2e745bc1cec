import { Button, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { CustomerDetails, IdentityList } from '../../protocol/customers';
import CompanyOf from '../companies/of-customer';
import Attributes from '../context-panel/attributes';
import Block from '../context-panel/block';
import { CustomerCard } from '../context-panel/customer-card';
import CustomerNotes from '../context-panel/customer-notes';
import Objects from '../context-panel/objects';
import Relationships from '../context-panel/relationships';
import { useConsole } from '../context';
import { isMissing } from '../data/failure';
import { useAct } from '../hooks';
import { visitorName } from '../text/visitor-name';
import { PageForm, useSaving } from '../ui/form';
import { PageFrame, Trouble, Waiting } from '../ui/page-frame';
import NotFound from '../shell/not-found';
import Timeline from './timeline/timeline';
import { plural, t } from '../i18n/translate';
import { withParts } from '../i18n/parts';

export default function Customer() {
  const { customerId = '' } = useParams();
  const { http } = useConsole();
  const customer = useQuery({
    queryKey: ['customer', customerId],
    queryFn: () => http.get<CustomerDetails>(`customers/${customerId}`),
  });
  if (!customer.data && isMissing(customer.error)) return <NotFound />;
  const name = customer.data?.name ?? visitorName(customerId);
  return (
    <PageFrame
      title={customer.data ? name : t('Customer')}
      beside={customer.data && <Erase customer={customer.data} />}
    >
      <p>
        <Link className="link" to="/customers">
          {t('All customers')}
        </Link>
      </p>
      {customer.isError && <Trouble error={customer.error} onRetry={() => void customer.refetch()} />}
      {customer.isPending && <Waiting />}
      {customer.data && (
        <>
          <section>
            <CustomerCard customerId={customerId} name={customer.data.name} customer={customer.data} />
            <div className="customer-ways">
              <Block customer={customer.data} />
            </div>
          </section>
          <CompanyOf customerId={customerId} />
          <Relationships customerId={customerId} />
          <CustomerNotes key={customerId} customerId={customerId} />
          <Attributes customerId={customerId} />
          <Objects customerId={customerId} />
          <Edit key={customer.data.updatedAt} customer={customer.data} />
          <Timeline customerId={customerId} />
        </>
      )}
    </PageFrame>
  );
}

const fields = {
  firstName: t('First name'),
  lastName: t('Last name'),
  email: t('E-mail'),
  phone: t('Phone'),
} as const;
type Field = keyof typeof fields;
const names = Object.keys(fields) as Field[];

function Edit({ customer }: { customer: CustomerDetails }) {
  const { http } = useConsole();
  const save = useSaving('customer', names);
  const form = useForm<Record<Field, string>>({
    initialValues: {
      firstName: customer.firstName ?? '',
      lastName: customer.lastName ?? '',
      email: customer.email ?? '',
      phone: customer.phone ?? '',
    },
  });
  const changed = names.filter((field) => form.values[field].trim() !== (customer[field] ?? ''));
  const write = () =>
    http.patch(
      `customers/${customer.id}`,
      Object.fromEntries(changed.map((field) => [field, form.values[field].trim() || null])),
    );
  return (
    <section>
      <h2>{t('On record')}</h2>
      <PageForm save={save} onSave={write} unchanged={changed.length === 0}>
        {names.map((field) => (
          <TextInput
            key={field}
            label={fields[field]}
            {...form.getInputProps(field)}
            error={save.errors.fields[field]}
          />
        ))}
      </PageForm>
    </section>
  );
}

/** Erasure is for good, so it is asked twice; admins and agents with the right to write may. */
function Erase({ customer }: { customer: CustomerDetails }) {
  const { http } = useConsole();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [busy, act] = useAct();
  async function download() {
    const copy = await http.get<unknown>(`customers/${customer.id}/export`);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(copy, null, 2)], { type: 'application/json' }));
    link.download = `customer-${customer.id}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  return (
    <>
      <Button variant="default" onClick={() => act(download)}>
        {t('Export')}
      </Button>
      <Button variant="default" color="red" onClick={() => setAsking(true)}>
        {t('Erase…')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('Erase this customer?')}
        closeButtonProps={{ 'aria-label': t('Close without erasing') }}
      >
        <p>
          {withParts(
            t(
              'Name, addresses, messages, memory and files of {name} are erased for good. What remains is that there were conversations.',
            ),
            { name: <bdi>{customer.name ?? visitorName(customer.id)}</bdi> },
          )}
        </p>
        <AlsoErased customerId={customer.id} />
        <div className="dialog-foot">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('Cancel')}
          </Button>
          <Button
            color="red.8"
            loading={busy}
            onClick={() =>
              act(async () => {
                await http.remove(`customers/${customer.id}`);
                await navigate('/customers');
              })
            }
          >
            {t('Erase')}
          </Button>
        </div>
      </Modal>
    </>
  );
}

/** Whoever is linked as the same person. */
function AlsoErased({ customerId }: { customerId: string }) {
  const { http } = useConsole();
  const known = useQuery({
    queryKey: ['identities', customerId],
    queryFn: () => http.get<IdentityList>(`customers/${customerId}/identities`),
  });
  const others = known.data?.linked.length ?? 0;
  if (others === 0) return null;
  return (
    <p>
      {plural(others, {
        one: 'The other customer who is linked as the same person goes too.',
        other: 'The {count} other customers who are linked as the same person go too.',
      })}{' '}
      {t('Unlink first whom you want to keep.')}
    </p>
  );
}
