import { Component, type ComponentType } from 'preact';

const againMs = 3_000;

/** A part that is loaded when it is first shown. @param meanwhile stands in its place until then */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile?: ComponentType<Props>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return class extends Component<Props> {
    private isThere = true;

    override componentDidMount() {
      void this.fetch();
    }

    override componentWillUnmount() {
      this.isThere = false;
    }

    private async fetch(): Promise<void> {
      while (!loaded && this.isThere) {
        loaded = await load().catch(() => undefined);
        if (!loaded) await new Promise((resolve) => setTimeout(resolve, againMs));
      }
      if (this.isThere) this.forceUpdate();
    }

    override render(props: Props) {
      const Part = loaded ?? meanwhile;
      return Part ? <Part {...props} /> : null;
    }
  };
}
