// Blocking a customer, and what everybody sees while one is blocked.
import { Button, Radio, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CustomerDetails } from '../../protocol/customers';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { FormDialog, useSaving } from '../ui/form';
import { short, whole } from '../text/time';
import '../styles/block.css';
import { locale, t } from '../i18n/translate';
import { withParts } from '../i18n/parts';

interface Props {
  customer: CustomerDetails;
}

export default function Block({ customer }: Props) {
  const [asking, setAsking] = useState(false);
  if (customer.blocked) return <Blocked customer={customer} block={customer.blocked} />;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Icon name="lock" size={14} />}
        onClick={() => setAsking(true)}
      >
        {t('Block…')}
      </Button>
      {asking && <BlockDialog customer={customer} onClose={() => setAsking(false)} />}
    </>
  );
}

function Blocked({ customer, block }: Props & { block: NonNullable<CustomerDetails['blocked']> }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const { reason, by, at, until, keptOut = 0 } = block;
  const lift = () =>
    act(async () => {
      await http.remove(`customers/${customer.id}/block`);
      await queries.invalidateQueries({ queryKey: ['customer', customer.id] });
    });
  return (
    <div className="blocked-customer" role="note" aria-label={t('Blocked')}>
      <p>
        <Icon name="lock" size={14} />{' '}
        <strong>
          {until === undefined ? t('Blocked for good') : t('Blocked until {time}', { time: endWords(until) })}
        </strong>
      </p>
      <p dir="auto">{reason}</p>
      <p className="quiet">
        {withParts(t('By {name}, {time}'), {
          name: <bdi>{by.name}</bdi>,
          time: (
            <time dateTime={at} title={whole(at)}>
              {short(at, Date.now())}
            </time>
          ),
        })}
        {keptOut > 0 && ` · ${t('something came in while blocked')}`}
      </p>
      <Button size="compact-sm" variant="default" loading={busy} onClick={lift}>
        {t('Unblock')}
      </Button>
    </div>
  );
}

const endWords = (until: string) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(until));

const ends = [
  ['1', t('For a day')],
  ['7', t('For 7 days')],
  ['', t('For good')],
] as const;

export function BlockDialog({ customer, onClose }: Props & { onClose: () => void }) {
  const { http } = useConsole();
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('7');
  const save = useSaving('customer', ['reason', 'forDays'], onClose);
  const write = () =>
    http.put(`customers/${customer.id}/block`, { reason, ...(days && { forDays: Number(days) }) });
  return (
    <FormDialog
      title={t('Block this customer?')}
      word={t('Block')}
      save={save}
      onSave={write}
      onClose={onClose}
    >
      <p>
        {t(
          'Open conversations are closed. In the chat they read that they cannot write, and nothing is taken; on WhatsApp and by e-mail it is kept out of every conversation, wakes nobody, and does not come in later either.',
        )}
      </p>
      {customer.identities.some(({ kind }) => kind === 'unverified_email') && (
        <p>
          {t(
            'This sender is not verified, so the block is of the address: every mail from it is kept out that its domain does not vouch for.',
          )}
        </p>
      )}
      <TextInput
        label={t('Why')}
        description={t('Your team reads it, the customer does not.')}
        data-autofocus
        maxLength={200}
        value={reason}
        error={save.errors.fields['reason']}
        onChange={({ currentTarget: { value } }) => setReason(value)}
      />
      <Radio.Group
        label={t('For how long')}
        value={days}
        onChange={setDays}
        error={save.errors.fields['forDays']}
      >
        <Stack gap={8} mt={4}>
          {ends.map(([value, label]) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
