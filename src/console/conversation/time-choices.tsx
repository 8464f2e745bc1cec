// Times to choose from, and one of one's own.
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import '../styles/replies.css';
import { momentWords } from '../text/time';
import { t } from '../i18n/translate';

interface Props<At> {
  label: string;
  times: ReadonlyArray<{ word: string; at: At }>;
  /** Of the button beside a time of one's own. */
  word: string;
  busy: boolean;
  /** Why the server takes no such time. */
  error: string | undefined;
  onTime: (at: At | string) => void;
}

/** @template At ISO 8601, or undefined for what has no time */
export function TimeChoices<At extends string | undefined>({
  label,
  times,
  word,
  busy,
  error,
  onTime,
}: Props<At>) {
  const [own, setOwn] = useState('');
  const ownTime = own && !Number.isNaN(Date.parse(own)) ? new Date(own).toISOString() : undefined;
  const isOver = ownTime !== undefined && Date.parse(ownTime) <= Date.now();
  return (
    <>
      <div className="snooze-times" role="group" aria-label={label}>
        {times.map(({ word: name, at }, index) => (
          <Button
            key={name}
            {...(index === 0 && { 'data-autofocus': true })}
            variant="default"
            justify="space-between"
            fullWidth
            disabled={busy}
            rightSection={at && <span className="quiet">{momentWords(at)}</span>}
            onClick={() => onTime(at)}
          >
            {name}
          </Button>
        ))}
      </div>
      <form
        className="snooze-own"
        onSubmit={(event) => {
          event.preventDefault();
          if (ownTime) onTime(ownTime);
        }}
      >
        <TextInput
          className="grow"
          type="datetime-local"
          label={t('A time of your own')}
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
          error={isOver ? t('This time is over.') : error}
        />
        <Button type="submit" disabled={busy || !ownTime || isOver}>
          {word}
        </Button>
      </form>
    </>
  );
}
