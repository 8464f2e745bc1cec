import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { t } from '../../i18n/translate';

const CallDialog = lazy(() => import('./call-dialog'));

export default function LogCall({ customerId }: { customerId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {t('Log a call…')}
      </Button>
      <Suspense>
        {open && <CallDialog customerId={customerId} call={undefined} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}
