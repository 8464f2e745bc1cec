// Customers of a table, such as another product's export.
import { useMemo } from 'react';
import type { AttributeDeclaration } from '../../protocol/customer-attributes';
import {
  customerFieldNames,
  customersOf,
  guessedColumns,
  hasKey,
  type CustomerColumn,
  type CustomerFieldName,
} from '../../protocol/customer-table';
import { useAttributes } from '../data/use-attributes';
import { ImportPage } from '../table-import/page';
import type { Subject } from '../table-import/table';
import { PageFrame, Trouble } from '../ui/page-frame';
import { plural, t } from '../i18n/translate';

const noAttributes: readonly AttributeDeclaration[] = [];

export default function ImportCustomers() {
  const { data, error, refetch } = useAttributes();
  const declared = data?.items ?? noAttributes;
  const subject = useMemo(() => subjectOf(declared), [declared]);
  if (error && !data)
    return (
      <PageFrame title={subject.words.title}>
        <Trouble error={error} onRetry={() => void refetch()} />
      </PageFrame>
    );
  return <ImportPage subject={subject} known={data !== undefined} />;
}

const fieldWords: Record<CustomerFieldName, string> = {
  externalId: t('Your id'),
  name: t('Name'),
  firstName: t('First name'),
  lastName: t('Last name'),
  email: t('E-mail'),
  phone: t('Phone'),
  company: t('Company'),
};

const subjectOf = (declared: readonly AttributeDeclaration[]): Subject => ({
  place: 'customers',
  words: {
    title: t('Import customers'),
    about: t(
      'A table saved as CSV, such as the contacts that Chatwoot, Intercom and Zendesk export. Its first row names the columns, each other row is a customer. One who is there is found by your id, else by e-mail address or phone number; an empty cell changes nothing. No conversation begins, and nobody is written to.',
    ),
    all: t('All customers'),
    see: t('See the customers'),
    forLeads: t('Supervisors and admins import customers.'),
    start: (count) => plural(count, { one: 'Import 1 customer', other: 'Import {count} customers' }),
  },
  choices: () => [
    ...customerFieldNames.map((value) => ({ value, label: fieldWords[value] })),
    ...declared.map(({ key, label }) => ({ value: `attribute:${key}`, label })),
  ],
  guessed: (header) => guessedColumns(header, declared),
  lacks: (columns) =>
    hasKey(columns) ? undefined : t('Say which column is your id, the e-mail address or the phone number.'),
  rowsOf: (table, columns) =>
    customersOf(table, columns as CustomerColumn[], declared).map(({ number, name, customer, sameAs }) =>
      sameAs === undefined
        ? { number, name, sent: customer }
        : { number, name, reason: t('Row {number} is about the same customer.', { number: sameAs }) },
    ),
  fieldWord(path) {
    const [field = '', key] = path.split('.');
    const declaration = field === 'attributes' && declared.find((one) => one.key === key);
    if (declaration) return declaration.label;
    return Object.hasOwn(fieldWords, field) ? fieldWords[field as CustomerFieldName] : (key ?? path);
  },
});
