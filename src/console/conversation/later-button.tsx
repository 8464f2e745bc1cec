import { ActionIcon } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Session } from '../../protocol/model/session';
import { Icon } from '../icons';
import { useOffer } from '../shell/use-offer';
import type { Composing } from './use-composing';
import { t } from '../i18n/translate';

const ScheduleDialog = lazy(() => import('./schedule-dialog'));

/** Words alone: a file and a mail's own subject go out at once. */
export function Later({ session, composing: { text, write } }: { session: Session; composing: Composing }) {
  const [asked, setAsked] = useState(false);
  const ask = () => setAsked(true);
  useOffer('later', ask);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('Send later')}
        title={t('Send later')}
        onClick={ask}
      >
        <Icon name="clock" size={16} />
      </ActionIcon>
      <Suspense>
        {asked && (
          <ScheduleDialog
            sessionId={session.id}
            text={text.trim()}
            onDone={() => write('')}
            onClose={() => setAsked(false)}
          />
        )}
      </Suspense>
    </>
  );
}
