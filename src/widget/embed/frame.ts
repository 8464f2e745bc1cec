import type { Init, ToFrame, ToHost } from '../frame-messages';

export interface Frame {
  load(): void;
  remove(): void;
  /** If it has come to forget somebody, and nobody else is there for whom it would begin. */
  removeIdle(): void;
  focus(): void;
  tell(message: ToFrame): void;
}

interface FrameDeps {
  base: URL;
  channelKey: string;
  /** Where it goes. */
  place: HTMLElement;
  init(): Init;
  hear(message: ToHost): void;
}

/** The frame and the port to it. A frame that was removed is heard no more. */
export function createFrame({ base, channelKey, place, init, hear }: FrameDeps): Frame {
  let element: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  let isIdle = false;

  function introduce(): void {
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }: MessageEvent<ToHost>) => hear(data);
    const said = init();
    isIdle = !said.shown && !said.token && !said.identity;
    element!.contentWindow!.postMessage(said, base.origin, [channel.port2]);
  }

  function remove(): void {
    port?.close();
    element?.remove();
    element = port = undefined;
    isIdle = false;
  }

  return {
    load() {
      if (isIdle) remove();
      if (element) return;
      element = document.createElement('iframe');
      element.title = 'Chat';
      element.allow = 'autoplay; microphone';
      element.src = new URL(`widget/frame.html?channelKey=${encodeURIComponent(channelKey)}`, base).href;
      element.addEventListener('load', introduce);
      place.append(element);
    },
    remove,
    removeIdle: () => isIdle && remove(),
    focus: () => element?.focus(),
    tell: (message) => port?.postMessage(message),
  };
}
