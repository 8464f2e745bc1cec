import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CustomerDetails } from '../../protocol/customers';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { AskFirst } from '../ui/ask-first';
import { t } from '../i18n/translate';

interface Props {
  customerId: string;
  stopped: NonNullable<CustomerDetails['mailStopped']>;
}

/** That they want no questions by mail, and the way back, which is theirs to ask for. */
export default function MailStopped({ customerId, stopped: { address } }: Props) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const [asking, setAsking] = useState(false);
  function resume() {
    setAsking(false);
    act(async () => {
      await http.post(`customers/${customerId}/resume-mail`, { address });
      await queries.invalidateQueries({ queryKey: ['customer', customerId] });
    });
  }
  return (
    <div>
      <p className="quiet">{t('Wants no questions for ratings at {address}', { address })}</p>
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => setAsking(true)}>
        {t('Ask again…')}
      </Button>
      {asking && (
        <AskFirst
          title={t('Ask for ratings by e-mail again?')}
          word={t('Ask again')}
          onYes={resume}
          onNo={() => setAsking(false)}
        >
          <p>
            {t(
              'Only if the customer asked you for it: they said themselves that they want no such mail at {address}.',
              { address },
            )}
          </p>
        </AskFirst>
      )}
    </div>
  );
}
