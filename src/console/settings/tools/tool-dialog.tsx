import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Tool } from '../../../protocol/tools';
import { useConsole } from '../../context';
import { headersFrom, headersTo, propertiesFrom, propertiesTo } from '../../data/tool-lines';
import { FormDialog, useSaving } from '../../ui/form';
import { t } from '../../i18n/translate';

const examples = {
  address: 'https://shop.example/api/orders/{objectId}?customer={externalId}',
  customer: 'order.customer',
};

const shown = [
  'name',
  'description',
  'urlTemplate',
  'headers',
  'answer',
  'objectType',
  'identity',
  'ownerPath',
  'timeoutMs',
];
export const identities = [
  { value: 'externalId', label: t('Your own id for them (signed sign-in)') },
  { value: 'email', label: t('E-mail address') },
  { value: 'phone', label: t('Phone number') },
];

function valuesOf(tool: Tool | undefined) {
  return {
    name: tool?.name ?? '',
    description: tool?.description ?? '',
    urlTemplate: tool?.urlTemplate ?? '',
    headers: headersTo(tool?.headers ?? {}),
    answer: tool ? propertiesTo(tool.answer.properties) : 'status',
    objectType: tool?.objectType ?? 'order',
    identity: tool?.identity ?? 'externalId',
    ownerPath: tool?.ownerPath ?? '',
    timeoutMs: tool?.timeoutMs ?? 3_000,
    isActive: tool?.isActive ?? true,
  };
}

export function ToolDialog({ tool, onClose }: { tool: Tool | undefined; onClose: () => void }) {
  const { http } = useConsole();
  const save = useSaving('tools', shown, onClose);
  const form = useForm({ initialValues: valuesOf(tool) });

  function write() {
    const { headers, answer, ownerPath, ...rest } = form.values;
    const body = {
      ...rest,
      headers: headersFrom(headers),
      answer: { ...tool?.answer, type: 'object', properties: propertiesFrom(answer) },
      ...(ownerPath.trim() && { ownerPath: ownerPath.trim() }),
    };
    return tool ? http.put(`tools/${tool.id}`, body) : http.post('tools', body);
  }
  const field: Field = (name) => ({ ...form.getInputProps(name), error: save.errors.fields[name] });
  return (
    <FormDialog
      title={tool ? t('Change {name}', { name: tool.name }) : t('New tool')}
      onClose={onClose}
      save={save}
      onSave={write}
    >
      <What field={field} />
      <Call field={field} />
      <Whose field={field} />
      <NumberInput label={t('Longest wait in milliseconds')} min={100} max={10_000} {...field('timeoutMs')} />
      <Switch label={t('Ask it')} {...form.getInputProps('isActive', { type: 'checkbox' })} />
    </FormDialog>
  );
}

type Field = (name: keyof ReturnType<typeof valuesOf>) => object;

function What({ field }: { field: Field }) {
  return (
    <>
      <TextInput
        label={t('Name')}
        description={t('Small letters, digits and _.')}
        spellCheck={false}
        {...field('name')}
      />
      <TextInput label={t('What it tells')} {...field('description')} />
      <TextInput
        label={t('What it knows')}
        description={t('order, subscription, device, or a word of your own.')}
        spellCheck={false}
        {...field('objectType')}
      />
    </>
  );
}

function Call({ field }: { field: Field }) {
  return (
    <>
      <TextInput
        label={t('Address')}
        description={t(
          '{number} is the number that the customer wrote; {proved} are what is proved of them.',
          { number: '{objectId}', proved: '{externalId}, {email}, {phone}' },
        )}
        placeholder={examples.address}
        spellCheck={false}
        {...field('urlTemplate')}
      />
      <Textarea
        label={t('Headers')}
        description={t('One a line, as Authorization: Bearer …. Stored encrypted, and never shown again.')}
        autosize
        minRows={1}
        maxRows={5}
        spellCheck={false}
        {...field('headers')}
      />
      <Textarea
        label={t('What is taken from the answer')}
        description={t(
          'One a line: status = order.state, parcels integer = count. Nothing else is kept or said.',
        )}
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
        {...field('answer')}
      />
    </>
  );
}

function Whose({ field }: { field: Field }) {
  return (
    <>
      <Select
        label={t('What must be proved of the customer')}
        data={identities}
        allowDeselect={false}
        {...field('identity')}
      />
      <TextInput
        label={t('Where the answer names the customer')}
        description={t(
          'Whatever names somebody else is not told. Needed where the address does not name the customer.',
        )}
        placeholder={examples.customer}
        spellCheck={false}
        {...field('ownerPath')}
      />
    </>
  );
}
