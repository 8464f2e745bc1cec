import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { PreviewResponse } from '../../protocol/answers';
import { useConsole } from '../context';
import { Passages } from '../conversation/sources';
import { Text } from '../conversation/text';
import { Icon } from '../icons';
import { Trouble } from '../ui/page-frame';
import { said, t } from '../i18n/translate';

/** What the AI would say, from the same code that answers customers; nothing is sent. */
export function TryQuestion() {
  const { http } = useConsole();
  const [question, setQuestion] = useState('');
  const preview = useMutation({
    mutationFn: (asked: string) => http.post<PreviewResponse>('answers/preview', { question: asked }),
  });
  return (
    <section>
      <h2>{t('Try a question')}</h2>
      <form
        className="toolbar"
        onSubmit={(event) => {
          event.preventDefault();
          if (question.trim()) preview.mutate(question.trim());
        }}
      >
        <TextInput
          className="grow"
          aria-label={t('A question as a customer would ask it')}
          placeholder={t('A question as a customer would ask it')}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={preview.isPending} disabled={!question.trim()}>
          {t('Ask')}
        </Button>
      </form>
      {preview.isError && <Trouble error={preview.error} />}
      {preview.data && <Said answer={preview.data} />}
    </section>
  );
}

function Said({ answer }: { answer: PreviewResponse }) {
  const percent = Math.round(answer.confidence * 100);
  return (
    <div className="number" role="status">
      <p className={answer.decision === 'answer' ? 'state ai' : 'state waiting'}>
        <Icon name={answer.decision === 'answer' ? 'spark' : 'person'} size={14} />
        <span>
          {answer.decision === 'answer'
            ? t('The AI would answer, {percent} % sure', { percent })
            : t('The AI would hand over, {percent} % sure', { percent })}
        </span>
      </p>
      {answer.text && <Text formatted>{answer.text}</Text>}
      {answer.reason && <p className="quiet">{said(answer.reason, answer.wording)}</p>}
      {answer.sources.length > 0 && <Passages sources={answer.sources} />}
    </div>
  );
}
