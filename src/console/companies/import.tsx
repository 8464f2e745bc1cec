import { useMemo } from 'react';
import { useAgents } from '../macros/use-agents';
import { ImportPage } from '../table-import/page';
import type { Subject } from '../table-import/table';
import { plural, t } from '../i18n/translate';
import { attributeKey, guessed, rowsOf, targets, targetWords, type Owner, type Target } from './import-table';

export default function ImportCompanies() {
  const { agents, known } = useAgents();
  const subject = useMemo(() => subjectOf(agents), [agents]);
  return <ImportPage subject={subject} known={known} />;
}

const subjectOf = (agents: readonly Owner[]): Subject => ({
  place: 'companies',
  words: {
    title: t('Import companies'),
    about: t(
      'A table saved as CSV. Its first row names the columns, each other row is a company. A company that is there is found by your id, or else by its name; an empty cell changes nothing.',
    ),
    all: t('All companies'),
    see: t('See the companies'),
    forLeads: t('Supervisors and admins import companies.'),
    start: (count) => plural(count, { one: 'Import 1 company', other: 'Import {count} companies' }),
  },
  choices(title) {
    const key = attributeKey(title);
    return [
      ...targets.map((value) => ({ value, label: targetWords[value] })),
      ...(key ? [{ value: 'attribute', label: t('Attribute “{key}”', { key }) }] : []),
    ];
  },
  guessed,
  lacks: (columns) =>
    columns.includes('name') ? undefined : t('Say which column is the name of the company.'),
  rowsOf: (table, columns) => rowsOf(table, columns as Target[], agents),
  fieldWord(path) {
    const [field, key] = path.split('.');
    const known = targets.find((target) => target === field);
    return known ? targetWords[known] : (key ?? path);
  },
});
