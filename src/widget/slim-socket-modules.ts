// Modules of the socket client as the widget has them.

/** What the socket client brings for WebTransport, old browsers and binary data; our protocol is JSON over websocket and polling. */
export const replaced: Record<string, string> = {
  'engine.io-client/build/esm/transports/index.js': `
    import { Transport } from '../transport.js';
    import { WS as websocket } from './websocket.js';
    /** Loaded where no WebSocket gets through. */
    class polling extends Transport {
      get name() {
        return 'polling';
      }
      doOpen() {
        import('./polling-fetch.js').then(
          ({ Fetch }) => {
            Object.setPrototypeOf(this, Fetch.prototype);
            if (this.readyState === 'opening') this.doOpen();
          },
          (error) => this.onError('no transport', error),
        );
      }
      doClose() {}
    }
    export const transports = { polling, websocket };`,
  'engine.io-client/build/esm/socket.js': `
    import { Emitter } from '@socket.io/component-emitter';
    import { transports } from './transports/index.js';
    export class Socket extends Emitter {
      constructor(uri, opts) {
        super();
        const { protocol, hostname, port } = new URL(uri, location);
        const secure = protocol === 'https:';
        this.opts = {
          ...opts,
          path: opts.path.replace(/[/]$/, '') + '/',
          hostname: hostname.replace(/[[\\]]/g, ''),
          secure,
          port: port || (secure ? 443 : 80),
          timestampParam: 't',
          socket: this,
        };
        this.transports = [...opts.transports];
        this.writeBuffer = [];
        this._expires = Infinity;
        this._offline = () => this._onClose('transport close');
        if (hostname !== 'localhost') addEventListener('offline', this._offline);
        this._open();
      }
      _open() {
        this.readyState = 'opening';
        const name = this.transports[0];
        const query = { ...this.opts.query, EIO: 4, transport: name };
        this.transport?.removeAllListeners();
        this.transport = new transports[name]({ ...this.opts, query })
          .on('drain', () => this._onDrain())
          .on('packet', (packet) => this._onPacket(packet))
          .on('error', (error) => this._onError(error))
          .on('close', (reason) => this._onClose('transport close', reason));
        this.transport.open();
      }
      _onPacket({ type, data }) {
        if (this.readyState === 'closed') return;
        if (type === 'open') {
          const { sid, pingInterval, pingTimeout, maxPayload } = JSON.parse(data);
          this.id = this.transport.query.sid = sid;
          this._wait = pingInterval + pingTimeout;
          this._maxPayload = maxPayload;
          this.readyState = 'open';
          this.emitReserved('open');
          this.flush();
          if (this.readyState !== 'closed') this._resetPingTimeout();
        } else if (type === 'ping') {
          this._sendPacket('pong');
          this.emitReserved('ping');
          this._resetPingTimeout();
        } else if (type === 'error') this._onError(new Error('server error'));
        else if (type === 'message') this.emitReserved('data', data);
      }
      _resetPingTimeout() {
        clearTimeout(this._timer);
        this._expires = Date.now() + this._wait;
        this._timer = setTimeout(() => this._onClose('ping timeout'), this._wait);
      }
      /** Timers sleep with a throttled tab: found out before something is sent. */
      _hasPingExpired() {
        const isOver = Date.now() > this._expires;
        if (isOver) Promise.resolve().then(() => this._onClose('ping timeout'));
        return isOver;
      }
      _onDrain() {
        this.writeBuffer.splice(0, this._written);
        this._written = 0;
        if (this.writeBuffer.length) this.flush();
        else this.emitReserved('drain');
      }
      flush() {
        if (this.readyState === 'closed' || !this.transport.writable || !this.writeBuffer.length) return;
        const packets = this._fitting();
        this._written = packets.length;
        this.transport.send(packets);
      }
      /** What one POST of long-polling may hold. */
      _fitting() {
        if (this.transport.name !== 'polling') return this.writeBuffer;
        let size = -1;
        const end = this.writeBuffer.findIndex(({ data }, index) => {
          size += 2 + (data ? new TextEncoder().encode(data).length : 0);
          return index > 0 && size > this._maxPayload;
        });
        return end < 0 ? this.writeBuffer : this.writeBuffer.slice(0, end);
      }
      write(data) {
        this._sendPacket('message', data);
      }
      _sendPacket(type, data) {
        if (this.readyState === 'closing' || this.readyState === 'closed') return;
        this.writeBuffer.push({ type, data });
        this.flush();
      }
      close() {
        const close = () => this._onClose('forced close');
        if (this.readyState !== 'opening' && this.readyState !== 'open') return;
        this.readyState = 'closing';
        if (this.writeBuffer.length) this.once('drain', close);
        else close();
      }
      _onError(error) {
        if (this.opts.tryAllTransports && this.transports.length > 1 && this.readyState === 'opening') {
          this.transports.shift();
          return this._open();
        }
        this.emitReserved('error', error);
        this._onClose('transport error', error);
      }
      _onClose(reason, description) {
        if (this.readyState === 'closed') return;
        clearTimeout(this._timer);
        removeEventListener('offline', this._offline);
        this.transport.removeAllListeners('close');
        this.transport.close();
        this.transport.removeAllListeners();
        this.readyState = 'closed';
        this.id = null;
        this.emitReserved('close', reason, description);
        this.writeBuffer = [];
        this._written = 0;
      }
    }
    Socket.protocol = 4;`,
  'engine.io-client/build/esm/transports/websocket.js': `
    import { encodePacket } from 'engine.io-parser';
    import { Transport } from '../transport.js';
    export class WS extends Transport {
      get name() {
        return 'websocket';
      }
      doOpen() {
        try {
          this.ws = new WebSocket(this.createUri(this.opts.secure ? 'wss' : 'ws', this.query));
        } catch (error) {
          return this.onError('websocket error', error);
        }
        this.ws.onopen = () => this.onOpen();
        this.ws.onclose = (context) => this.onClose({ description: 'websocket connection closed', context });
        this.ws.onmessage = ({ data }) => this.onData(data);
        this.ws.onerror = (error) => this.onError('websocket error', error);
      }
      write(packets) {
        this.writable = false;
        for (const packet of packets)
          encodePacket(packet, true, (data) => {
            try {
              this.ws.send(data);
            } catch {
              // It is closed, and about to say so.
            }
          });
        Promise.resolve().then(() => {
          this.writable = true;
          this.emitReserved('drain');
        });
      }
      doClose() {
        if (!this.ws) return;
        this.ws.onerror = () => {};
        this.ws.close();
        this.ws = null;
      }
    }`,
  'engine.io-client/build/esm/globals.js': `
    export const nextTick = (run) => Promise.resolve().then(run);
    export const globalThisShim = globalThis;
    export const defaultBinaryType = 'arraybuffer';
    export const createCookieJar = () => {};`,
  'engine.io-client/build/esm/contrib/parseuri.js': `
    export const parse = (address) => {
      const { protocol, hostname, port } = new URL(address, location);
      return { protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ''), port };
    };`,
  'engine.io-parser/build/esm/encodePacket.browser.js': `
    import { PACKET_TYPES } from './commons.js';
    export const encodePacket = ({ type, data }, _binary, done) => done(PACKET_TYPES[type] + (data || ''));
    export const encodePacketToBinary = () => {};`,
  'engine.io-parser/build/esm/decodePacket.browser.js': `
    import { ERROR_PACKET, PACKET_TYPES_REVERSE } from './commons.js';
    export const decodePacket = (text) => {
      const type = typeof text === 'string' ? PACKET_TYPES_REVERSE[text[0]] : undefined;
      if (!type) return ERROR_PACKET;
      return text.length > 1 ? { type, data: text.slice(1) } : { type };
    };`,
  'engine.io-client/build/esm/contrib/parseqs.js': `
    export const encode = (query) => String(new URLSearchParams(query));
    export const decode = (text) => Object.fromEntries(new URLSearchParams(text));`,
  'engine.io-client/build/esm/util.js': `
    export const pick = (from, ...names) =>
      Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : [])));
    export const installTimerFunctions = (on) => {
      on.setTimeoutFn = (...all) => setTimeout(...all);
      on.clearTimeoutFn = (timer) => clearTimeout(timer);
    };
    export const byteLength = (text) => new TextEncoder().encode(text).length;
    export const randomString = () => Math.random().toString(36).slice(2);`,
  '@socket.io/component-emitter/lib/esm/index.js': `
    export class Emitter {
      on(event, listener) {
        ((this.all ??= {})[event] ??= []).push(listener);
        return this;
      }
      once(event, listener) {
        const on = (...data) => {
          this.off(event, on);
          listener.apply(this, data);
        };
        on.of = listener;
        return this.on(event, on);
      }
      off(event, listener) {
        if (!event) this.all = {};
        else (this.all ??= {})[event] = listener ? this.listeners(event).filter((one) => one !== listener && one.of !== listener) : [];
        return this;
      }
      removeListener(...of) {
        return this.off(...of);
      }
      removeAllListeners(...of) {
        return this.off(...of);
      }
      emit(event, ...data) {
        for (const listener of [...this.listeners(event)]) listener.apply(this, data);
        return this;
      }
      emitReserved(...data) {
        return Emitter.prototype.emit.apply(this, data);
      }
      listeners(event) {
        return this.all?.[event] ?? [];
      }
      hasListeners(event) {
        return this.listeners(event).length > 0;
      }
    }`,
  'socket.io-parser/build/esm/index.js': `
    import { Emitter } from '@socket.io/component-emitter';
    export const protocol = 5;
    export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4 };
    export class Encoder {
      encode({ type, nsp, id, data }) {
        return [type + (nsp === '/' ? '' : nsp + ',') + (id ?? '') + (data === undefined ? '' : JSON.stringify(data))];
      }
    }
    export class Decoder extends Emitter {
      add(text) {
        const [, type, nsp = '/', id, data] = /^(\\d)(?:([/][^,]*),)?(\\d*)(.*)$/s.exec(text);
        const packet = { type: Number(type), nsp };
        if (id) packet.id = Number(id);
        if (data) packet.data = JSON.parse(data);
        this.emitReserved('decoded', packet);
      }
      destroy() {}
    }`,
};
