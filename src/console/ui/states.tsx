// What the screens share, each in its states: a page of `npm run dev`, in no build.
import '../styles/mantine';
import './tokens.css';
import '../styles/base.css';
import '../styles/shell.css';
import '../styles/conversation.css';
import '../styles/pages.css';
import { Button, MantineProvider, TextInput, useMantineColorScheme } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Failure } from '../data/failure';
import { Icon } from '../icons';
import { AskFirst } from './ask-first';
import { Chip } from './chip';
import { CopyButton } from './copy-button';
import { DeleteButton } from './delete-button';
import { FormDialog, PageForm, useSaving } from './form';
import { Listing, More, PageFrame, Trouble, Waiting, type Pages } from './page-frame';
import { Part } from './part';
import { themeFor } from './theme';

const nothing = () => undefined;
const pages: Pages = {
  ...{ items: [1], pending: false, error: null, hasMore: false, loadingMore: false },
  ...{ more: nothing, retry: nothing },
};
const broken = new Error('The server cannot be reached.');
const refused = () =>
  Promise.reject(
    new Failure('invalid', 'Two people cannot have one name.', {
      errors: [{ path: 'name', message: 'is taken' }],
    }),
  );

function Shown({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section style={{ marginBlock: 24 }}>
      <h2>{name}</h2>
      {children}
    </section>
  );
}

const tokens = ['bg', 'bg-2', 'bg-3', 'line', 'text', 'quiet', 'accent', 'accent-text', 'accent-soft'];
const states = ['ai', 'ai-soft', 'wait', 'wait-soft', 'note-line', 'agent', 'agent-soft', 'bad', 'bad-soft'];

function Tokens() {
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
      {[...tokens, ...states].map((name) => (
        <div key={name} style={{ width: 96 }}>
          <div style={{ height: 40, background: `var(--${name})`, border: '1px solid var(--line)' }} />
          <code>--{name}</code>
        </div>
      ))}
    </div>
  );
}

function Buttons() {
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 }}>
      <Button>Main</Button>
      <Button variant="default">Beside it</Button>
      <Button loading>Main</Button>
      <Button disabled>Main</Button>
      <CopyButton text="copied" />
      <DeleteButton busy={false} onDelete={nothing} />
      <DeleteButton busy onDelete={nothing} />
      <Chip name="order number" value="1234" />
      <Icon name="spark" label="An icon" />
    </div>
  );
}

function Lists() {
  return (
    <div style={{ display: 'grid', justifyItems: 'stretch', gap: 16 }}>
      <Listing pages={pages} empty="">
        <li className="card">One that is there</li>
      </Listing>
      <More pages={{ ...pages, hasMore: true }} />
      <Listing pages={{ ...pages, items: [] }} empty="Nothing yet.">
        {null}
      </Listing>
      <Waiting />
      <Trouble error={broken} onRetry={nothing} />
    </div>
  );
}

function Forms() {
  const save = useSaving('states', ['name']);
  return (
    <PageForm save={save} onSave={refused}>
      <TextInput label="Name" description="Save it: it is refused." error={save.errors.fields['name']} />
    </PageForm>
  );
}

function Breaking(): ReactNode {
  throw new Error('on purpose');
}

function Dialogs() {
  const [open, setOpen] = useState<'ask' | 'form'>();
  const save = useSaving('states', []);
  const close = () => setOpen(undefined);
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      <Button variant="default" onClick={() => setOpen('ask')}>
        Ask first
      </Button>
      <Button variant="default" onClick={() => setOpen('form')}>
        A form in a dialog
      </Button>
      {open === 'ask' && <AskFirst title="Close it?" word="Close" onYes={close} onNo={close} />}
      {open === 'form' && (
        <FormDialog title="A form" save={save} onSave={refused} onClose={close}>
          <TextInput label="Name" />
        </FormDialog>
      )}
    </div>
  );
}

function States() {
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <PageFrame
      title="What the screens share"
      beside={<Button onClick={toggleColorScheme}>Light, dark</Button>}
    >
      <Shown name="Tokens">
        <Tokens />
      </Shown>
      <Shown name="Buttons, chips, icons">
        <Buttons />
      </Shown>
      <Shown name="A list: there, with more, empty, on its way, failed">
        <Lists />
      </Shown>
      <Shown name="A form">
        <Forms />
      </Shown>
      <Shown name="Dialogs">
        <Dialogs />
      </Shown>
      <Shown name="A part that failed">
        <Part name="this part">
          <Breaking />
        </Part>
      </Shown>
    </PageFrame>
  );
}

createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={themeFor(undefined)} defaultColorScheme="auto">
    <QueryClientProvider client={new QueryClient()}>
      <States />
    </QueryClientProvider>
  </MantineProvider>,
);
