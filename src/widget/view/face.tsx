import { Component } from 'preact';
import { serverUrl } from '../server-url';

interface Props {
  name: string;
  /** Of the agent: gives the ground a colour that stays. */
  id: string | undefined;
  url: string | undefined;
}

/** An agent's picture; initials where there is none, or it cannot be had. The name stands beside it. */
export class Face extends Component<Props, { broken?: string }> {
  override render({ name, id = '', url }: Props, { broken }: { broken?: string }) {
    const hue = [...id].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 360, 0);
    return (
      <span class="face" style={`--hue:${hue}`} aria-hidden translate={false}>
        {name
          .split(/\s+/)
          .map((word) => [...word][0])
          .slice(0, 2)}
        {url && url !== broken && (
          <img src={serverUrl(url.slice(1))} alt="" onError={() => this.setState({ broken: url })} />
        )}
      </span>
    );
  }
}
