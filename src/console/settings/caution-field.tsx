// How sure the AI must be, each setting with what the answer lab has measured of it on this knowledge base.
import { Radio, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { LabRun } from '../../protocol/answer-tests';
import type { Page } from '../data/http';
import { useConsole } from '../context';
import { cautionWords, countsSaid, type Caution } from '../text/lab-words';
import { t } from '../i18n/translate';
import { withParts } from '../i18n/parts';

interface Props {
  value: Caution;
  onChange: (value: Caution) => void;
  disabled: boolean;
}

const meaning: Record<Caution, string> = {
  cautious: t('Answers only what it is very sure of; more goes to people.'),
  balanced: t('Answers what it is sure of.'),
  eager: t('Answers more, and is wrong more often.'),
};

export function CautionField({ value, onChange, disabled }: Props) {
  const measured = useMeasured();
  return (
    <Radio.Group
      label={t('How sure the AI must be')}
      value={value}
      onChange={(chosen) => onChange(chosen as Caution)}
      description={
        <>
          {withParts(
            measured
              ? t('Below each: what came of your own questions in the last run of the <lab>answer lab</lab>.')
              : t('What each would bring on your own questions is measured in the <lab>answer lab</lab>.'),
            {
              lab: (words) => (
                <Link className="link" to="/knowledge?section=lab">
                  {words}
                </Link>
              ),
            },
          )}
        </>
      }
    >
      <Stack gap={8} mt={8}>
        {(Object.keys(cautionWords) as Caution[]).map((caution) => {
          const counts = measured?.[caution];
          return (
            <Radio
              key={caution}
              value={caution}
              label={cautionWords[caution]}
              description={counts ? `${meaning[caution]} ${countsSaid(counts)}.` : meaning[caution]}
              disabled={disabled}
            />
          );
        })}
      </Stack>
    </Radio.Group>
  );
}

/** Of the last run that has ended. */
function useMeasured(): LabRun['settings'] | undefined {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['answers/runs', 'measured'],
    queryFn: () => http.get<Page<LabRun>>('answers/runs', { limit: 10 }),
  });
  return data?.items.find(({ status, draft }) => status === 'done' && draft?.confidenceFloor === undefined)
    ?.settings;
}
