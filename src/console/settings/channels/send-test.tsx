// One message to a number or an address of the team's own: what came of it at once, and how far it has come since.
import { Button, Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Channel, Health } from '../../../protocol/model/channel';
import { useConsole } from '../../context';
import { useNow } from '../../hooks';
import { Icon, type IconName } from '../../icons';
import { ago } from '../../text/time';
import { Form, Rest, useSaving } from '../../ui/form';
import { fixed, t } from '../../i18n/translate';
import { withParts } from '../../i18n/parts';

/** Meta’s own. */
const template = 'hello_world';

type Test = NonNullable<Health['lastTest']>;
interface Outcome {
  outcome: 'sent' | 'refused' | 'unreachable' | 'uncertain';
  reason?: string;
}

const lookMs = 2_000;
const shown = ['to'];

const mailField = {
  type: 'email',
  label: t('E-mail address'),
  description: t('One of your own, at another provider if you can: so you see what customers see.'),
  placeholder: 'name@example.com',
};
const phoneField = {
  type: 'tel',
  label: t('Phone number'),
  description: t(
    'With its country code. While your app is in development, Meta sends only to numbers on its list.',
  ),
  placeholder: '+49 170 1234567',
};

export function SendTest({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { http } = useConsole();
  const byMail = channel.type === 'email';
  const [to, setTo] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const save = useSaving('channels', shown);
  const send = async () => {
    setOutcome(undefined);
    setOutcome(await http.post<Outcome>(`channels/${channel.id}/test`, { to: to.trim() }));
  };
  return (
    <Modal opened onClose={onClose} title={t('Send a test')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <Form save={save} onSave={send}>
        {byMail ? (
          <p>{t('One mail goes out, from {name}.', { name: channel.name })}</p>
        ) : (
          <p>
            {withParts(
              t('Meta’s sample template {template} goes to one phone, from {name}. Meta may charge for it.'),
              { template: <code>{template}</code>, name: channel.name },
            )}
          </p>
        )}
        <TextInput
          data-autofocus
          {...(byMail ? mailField : phoneField)}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={save.errors.fields['to']}
        />
        <Rest save={save} />
        <div className="test-result" role="status">
          {outcome && outcome.outcome !== 'sent' && <Said {...wordsOfOutcome(outcome, byMail)} />}
          {outcome?.outcome !== 'refused' && outcome?.outcome !== 'unreachable' && (
            <Followed channel={channel} live={outcome !== undefined} />
          )}
        </div>
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('Close')}
          </Button>
          <Button type="submit" loading={save.busy}>
            {t('Send')}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}

/** The provider tells later what became of it. */
function Followed({ channel, live }: { channel: Channel; live: boolean }) {
  const { http } = useConsole();
  const now = useNow(lookMs);
  const found = useQuery({
    queryKey: ['channels', channel.id, 'test'],
    queryFn: () => http.get<Channel>(`channels/${channel.id}`),
    initialData: channel,
    refetchInterval: live ? lookMs : false,
  });
  const test = found.data.health.lastTest;
  if (!test) return null;
  return (
    <Said
      {...wordsOf(test, found.data.type === 'email')}
      before={`${live ? t('This test:') : t('The last test, {time}:', { time: ago(test.at, now) })} `}
    />
  );
}

interface SaidProps {
  icon: IconName;
  words: string;
  className?: string;
  before?: string;
}

function Said({ icon, words, className, before = '' }: SaidProps) {
  return (
    <p className={className}>
      <Icon name={icon} size={16} /> <span>{before + words}</span>
    </p>
  );
}

function wordsOfOutcome({ outcome, reason = '' }: Outcome, byMail: boolean): SaidProps {
  const words = {
    sent: t('It was sent.'),
    refused: t('It was refused: {reason}', { reason: fixed(reason) }),
    unreachable: t('It could not be sent: {reason} Try again.', { reason: fixed(reason) }),
    uncertain: byMail
      ? t('Nobody knows whether it was sent. Look at the mailbox.')
      : t('Nobody knows whether it was sent. Look at the phone.'),
  }[outcome];
  return { icon: 'alert', className: 'failed', words };
}

function wordsOf({ delivery, error = '' }: Test, byMail: boolean): SaidProps {
  if (delivery === 'read')
    return { icon: 'checks', className: 'works', words: t('it was read on the phone.') };
  if (delivery === 'delivered')
    return { icon: 'checks', className: 'works', words: t('it is on the phone.') };
  if (delivery === 'failed')
    return { icon: 'alert', className: 'failed', words: `${t('it did not arrive.')} ${fixed(error)}`.trim() };
  if (delivery === 'uncertain')
    return { icon: 'alert', className: 'failed', words: t('nobody knows whether it arrived.') };
  const next = byMail
    ? t('It comes back as failed here if nobody takes it.')
    : t('Meta says here when it is on the phone.');
  return { icon: 'check', words: `${t('sent.')} ${next}` };
}
