// The articles of an invented shop that the first start brings: until they go, customers are answered from them, too.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import { AskFirst } from '../ui/ask-first';
import { plural, t } from '../i18n/translate';

const changed = ['knowledge/articles', 'knowledge/status', 'first-day'];

export function RemoveSamples({ count }: { count: number }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [asks, setAsks] = useState(false);
  const [busy, act] = useAct();
  const remove = () =>
    act(async () => {
      setAsks(false);
      await http.remove('knowledge/articles/samples');
      await Promise.all(changed.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    });
  return (
    <>
      <button type="button" className="link" disabled={busy} onClick={() => setAsks(true)}>
        {t('Remove the sample articles')}
      </button>
      {asks && (
        <AskFirst
          title={t('Remove the sample articles?')}
          word={t('Remove')}
          onYes={remove}
          onNo={() => setAsks(false)}
        >
          <p>
            {plural(count, {
              one: 'One article of an invented shop is deleted for good.',
              other: '{count} articles of an invented shop are deleted for good.',
            })}{' '}
            {t(
              'What you wrote anew stays. The greeting and the questions of the widget are changed in Settings, Channels.',
            )}
          </p>
        </AskFirst>
      )}
    </>
  );
}
