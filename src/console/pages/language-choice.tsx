import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { keepLanguage, keptLanguage, languages, type Language } from '../words/languages';
import { t } from '../words/words';

/** An agent's goes with them to every device; who is none chooses for this browser. */
export function LanguageChoice() {
  const { agent, http } = useConsole();
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);

  async function choose(language: Language | null) {
    setBusy(true);
    setFailure('');
    try {
      if (agent) await http.patch('agents/me', { language });
      keepLanguage(localStorage, language, agent ? 'agent' : 'browser');
      location.reload();
    } catch (error) {
      setFailure(sentence(error));
      setBusy(false);
    }
  }

  return (
    <NativeSelect
      label={t('Language')}
      description={
        agent
          ? t(
              'Of the console and of mails to you, on every device. The page is loaded again; what you wrote is kept.',
            )
          : t('Of the console, in this browser. The page is loaded again; what you wrote is kept.')
      }
      value={keptLanguage(localStorage) ?? ''}
      data={[
        { value: '', label: t('As the browser') },
        ...Object.entries(languages).map(([value, label]) => ({ value, label })),
      ]}
      disabled={busy}
      error={failure}
      onChange={(event) => void choose((event.currentTarget.value || null) as Language | null)}
    />
  );
}
