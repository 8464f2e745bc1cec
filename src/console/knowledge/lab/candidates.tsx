import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TestCandidate } from '../../../protocol/answer-tests';
import { useConsole } from '../../context';
import { Icon } from '../../icons';
import { useSaving } from '../../ui/form';
import { Trouble, Waiting } from '../../ui/page-frame';
import { t } from '../../i18n/translate';

const candidatesKey = 'answers/tests/candidates';

/** Questions of conversations that were closed, one by one: whoever looks at them decides. */
export function Candidates({ onClose }: { onClose: () => void }) {
  const { http } = useConsole();
  const found = useQuery({
    queryKey: [candidatesKey],
    queryFn: () => http.get<{ items: TestCandidate[] }>(candidatesKey, { limit: 50 }),
    staleTime: 0,
  });
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('Questions from conversations')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <p className="quiet pad">
        {t(
          'Of conversations that were closed. Addresses, long numbers and the names that are known are taken out; look whether anything else says who asked.',
        )}
      </p>
      {found.isError && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Waiting />}
      {found.data?.items.length === 0 && (
        <p className="quiet">{t('No closed conversation shows one that is not here yet.')}</p>
      )}
      {found.data && found.data.items.length > 0 && (
        <ul className="cards">
          {found.data.items.map((candidate) => (
            <Candidate key={candidate.sessionId} candidate={candidate} />
          ))}
        </ul>
      )}
    </Modal>
  );
}

function Candidate({ candidate }: { candidate: TestCandidate }) {
  const { http } = useConsole();
  const save = useSaving('answers/tests', []);
  const { title, ...test } = candidate;
  return (
    <li>
      <div className="main">
        {test.history.map((one, i) => (
          <p key={i} dir="auto" className="quiet">
            {one}
          </p>
        ))}
        <p dir="auto" className="lab-question">
          {test.question}
        </p>
        <p className="quiet">
          <Icon name={title ? 'book' : 'person'} size={13} /> <bdi>{title ?? t('A person must answer')}</bdi>
        </p>
        {save.errors.rest && <p className="quiet failed">{save.errors.rest}</p>}
      </div>
      {save.done ? (
        <span className="quiet" role="status">
          {t('Added')}
        </span>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          loading={save.busy}
          onClick={() => save.run(() => http.post('answers/tests', test))}
        >
          {t('Add')}
        </Button>
      )}
    </li>
  );
}
