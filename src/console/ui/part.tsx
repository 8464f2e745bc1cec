// What fails in one part of the page leaves the others standing: a browser's translator and extensions move nodes
// that React believes to own.
import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Icon } from '../icons';
import { t } from '../i18n/translate';

interface Props {
  /** What it is, for who reads that it failed: "the list". */
  name: string;
  children: ReactNode;
}

interface State {
  failed: boolean;
  /** A script of this part could not be fetched, after an update of the server perhaps: the whole page is loaded. */
  gone: boolean;
  life: number;
}

export class Part extends Component<Props, State> {
  override state = { failed: false, gone: false, life: 0 };

  static getDerivedStateFromError(error: unknown) {
    return { failed: true, gone: isScriptGone(error) };
  }

  private readonly reload = () => {
    if (this.state.gone) location.reload();
    else this.setState(({ life }) => ({ failed: false, life: life + 1 }));
  };

  override render() {
    const { failed, gone, life } = this.state;
    if (!failed) return <Life key={life}>{this.props.children}</Life>;
    return (
      <div className="part-failed" role="alert">
        <Icon name="alert" size={20} />
        <p>
          {gone
            ? t(
                'The console could not be loaded whole. There may be a newer one: load it again. What you wrote is kept.',
              )
            : t('Something went wrong in {name}. What you wrote is kept.', { name: this.props.name })}
        </p>
        <Button size="compact-sm" variant="default" onClick={this.reload}>
          {gone ? t('Load it again') : t('Reload this part')}
        </Button>
      </div>
    );
  }
}

/** A key of its own: after a reload nothing of before is used again. */
function Life({ children }: { children: ReactNode }) {
  return children;
}

function isScriptGone(error: unknown): boolean {
  return (
    error instanceof Error && /dynamically imported module|module script|preload CSS/i.test(error.message)
  );
}
