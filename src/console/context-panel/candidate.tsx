// Somebody who may be the same person: an agent says so, or a code finds out.
import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { IdentityList } from '../../protocol/customers';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { clock } from '../text/time';
import { visitorName } from '../text/visitor-name';
import { t } from '../i18n/translate';

interface Reached {
  kind: IdentityList['items'][number]['kind'];
  value: string;
}

interface Props {
  customerId: string;
  other: { customerId: string; name?: string | undefined };
  why: string;
  /** Where a code would arrive. */
  reached?: Reached;
  onLinked?: () => void;
}

export function Candidate({ customerId, other, why, reached, onLinked }: Props) {
  const { http } = useConsole();
  const [busy, act] = useAct();
  const [until, setUntil] = useState<string>();
  const name = other.name ?? visitorName(other.customerId);
  const path = `customers/${customerId}/identities`;

  const link = (body: object) =>
    act(async () => {
      await http.post(path, body);
      onLinked?.();
    });
  const send = () =>
    act(async () => setUntil((await http.post<{ expiresAt: string }>(`${path}/code`, reached)).expiresAt));

  return (
    <div className="candidate">
      <p>
        <bdi>{name}</bdi>
      </p>
      <p className="quiet" dir="auto">
        {why}
      </p>
      <div className="candidate-acts">
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          aria-label={t('Link {name}', { name })}
          onClick={() => link({ kind: 'visitor', value: other.customerId, evidence: 'agent' })}
        >
          {t('Link')}
        </Button>
        {reached && (
          <Button size="compact-sm" variant="subtle" loading={busy} onClick={send}>
            {until ? t('Send another code') : t('Send a code')}
          </Button>
        )}
      </div>
      {until && reached && (
        <Code until={until} busy={busy} onCode={(code) => link({ ...reached, evidence: 'code', code })} />
      )}
    </div>
  );
}

function Code({ until, busy, onCode }: { until: string; busy: boolean; onCode: (code: string) => void }) {
  const [code, setCode] = useState('');
  function check(event: FormEvent) {
    event.preventDefault();
    onCode(code);
  }
  return (
    <form className="code" onSubmit={check}>
      <TextInput
        label={t('Code that the customer got')}
        description={t(
          'Ask for it in this conversation: written there, it links both by itself. Good until {time}.',
          { time: clock(until) },
        )}
        size="xs"
        inputMode="numeric"
        autoComplete="off"
        maxLength={12}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button
        type="submit"
        size="compact-sm"
        variant="default"
        loading={busy}
        disabled={code.replace(/\s/g, '').length !== 6}
      >
        {t('Check')}
      </Button>
    </form>
  );
}
