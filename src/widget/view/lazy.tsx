import { Component, type ComponentType } from 'preact';

const againMs = 3_000;

/**
 * The server was updated while the page stayed open, so that parts of this frame may be gone: then the frame begins anew, and
 * the host hands it its person again. Not while something is written or on its way that would go with it.
 */
export async function beginAnewIfOutdated(): Promise<void> {
  const own = import.meta.url.split('/').pop()!;
  const page = await fetch(location.href, { cache: 'no-store' })
    .then((answer) => (answer.ok ? answer.text() : own))
    .catch(() => own);
  const isBusy = document.querySelector('textarea')?.value || document.querySelector('.pending');
  if (!page.includes(own) && !isBusy) location.reload();
}

/** A part that is loaded when it is first shown. @param meanwhile stands in its place until then */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile?: ComponentType<Props>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  /** For all places where it is shown. */
  let loading: Promise<void> | undefined;
  let places = 0;
  async function fetchIt(): Promise<void> {
    while (!loaded && places > 0) {
      loaded = await load().catch(() => undefined);
      if (loaded) break;
      await beginAnewIfOutdated();
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
    loading = undefined;
  }
  return class extends Component<Props> {
    private isThere = true;

    override componentDidMount() {
      places += 1;
      loading ??= fetchIt();
      void loading.then(() => this.isThere && this.forceUpdate());
    }

    override componentWillUnmount() {
      places -= 1;
      this.isThere = false;
    }

    override render(props: Props) {
      const Part = loaded ?? meanwhile;
      return Part ? <Part {...props} /> : null;
    }
  };
}
