import { Button } from '@mantine/core';
import { useState } from 'react';
import { useConsole } from '../../context';
import { useAct } from '../../hooks';
import { t } from '../../i18n/translate';
import { withParts } from '../../i18n/parts';

const signature = 'X-Parley-Signature';

/** What signs a rule's webhooks: nobody is shown the one that is there, only a new one. */
export function RuleSecret({ ruleId }: { ruleId: string | undefined }) {
  const { http } = useConsole();
  const [secret, setSecret] = useState('');
  const [busy, act] = useAct();
  if (ruleId === undefined)
    return <p className="quiet">{t('Save it, then change it to see the secret that signs its webhook.')}</p>;
  return (
    <div className="rule-part">
      <p className="quiet">
        {withParts(
          t(
            'Each call is signed: {header} is the HMAC-SHA256 of its body. A new secret takes the place of the old one at once.',
          ),
          { header: <code>{signature}</code> },
        )}
      </p>
      {secret ? (
        <p role="status">
          {withParts(t('The secret, shown this once: {secret}'), {
            secret: <code className="rule-secret">{secret}</code>,
          })}
        </p>
      ) : (
        <Button
          variant="default"
          loading={busy}
          onClick={() =>
            act(async () => {
              const made = await http.post<{ secret: string }>(`automation-rules/${ruleId}/secret`);
              setSecret(made.secret);
            })
          }
        >
          {t('Make a new secret')}
        </Button>
      )}
    </div>
  );
}
