// What a customer wrote in another language, translated below it on demand; and below a translation what the agent wrote.
import { useQuery } from '@tanstack/react-query';
import { useContext, useState } from 'react';
import type { CopilotState, Written } from '../../protocol/copilot';
import type { Message } from '../../protocol/model/message';
import { useConsole, useInbox } from '../context';
import { sentence } from '../data/failure';
import { languageName, ownLanguage } from '../text/language-name';
import { LookedAt } from './looked-at';
import '../styles/copilot.css';
import { listed, t } from '../i18n/translate';

interface Props {
  message: Message;
}

export function Translation({ message: { sessionId, seq, content } }: Props) {
  const { http } = useConsole();
  const [isShown, setShown] = useState(false);
  const customerId = useInbox((state) => state.sessions[sessionId]?.customerId);
  const to = ownLanguage();
  const state = useQuery({
    queryKey: ['copilot', customerId, sessionId],
    queryFn: () => http.get<CopilotState>(`sessions/${sessionId}/copilot`),
    enabled: useContext(LookedAt),
    staleTime: 30_000,
  });
  const made = useQuery({
    queryKey: ['translation', sessionId, seq, to, content.text],
    queryFn: () => http.post<Written>(`sessions/${sessionId}/messages/${seq}/translation`, { to }),
    enabled: isShown,
    staleTime: Infinity,
    gcTime: 3_600_000,
    retry: false,
  });
  const { writes, language } = state.data ?? {};
  if (!writes || language === undefined || language === to) return null;
  return (
    <div className="translation">
      <button type="button" className="link" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {isShown ? t('Hide the translation') : t('Translate')}
      </button>
      {isShown && made.isFetching && <p className="quiet">{t('Translating…')}</p>}
      {isShown && made.isError && !made.isFetching && (
        <p className="failed" role="alert">
          {sentence(made.error)}{' '}
          <button type="button" className="link" onClick={() => void made.refetch()}>
            {t('Retry')}
          </button>
        </p>
      )}
      {isShown && made.data && (
        <>
          <p className="translated" dir="auto" lang={to}>
            {made.data.text}
          </p>
          {made.data.check.length > 0 && (
            <p className="quiet">
              {t('Compare with the original: {values}', {
                values: listed(made.data.check.map(({ value }) => value)),
              })}
            </p>
          )}
        </>
      )}
    </div>
  );
}

export function Original({ message: { metadata } }: Props) {
  if (!metadata.original) return null;
  const { text, language } = metadata.original;
  return (
    <details className="translation">
      <summary>{t('Translated from {language}', { language: languageName(language) })}</summary>
      <p className="translated" dir="auto">
        {text}
      </p>
    </details>
  );
}
