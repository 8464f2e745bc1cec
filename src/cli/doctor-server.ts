// The server as this machine, and as its users, reach it.
import { WebSocket } from 'ws';
import type { Config } from '../config';
import { causeOf, fetchOwn, type Finding } from './doctor-finding';

const patienceMs = 10_000;

export async function lookAtServer(url: string): Promise<Finding[]> {
  try {
    const response = await fetchOwn(new URL('/readyz', url).href);
    const { stores = {}, why = {} } = JSON.parse(await response.text()) as {
      stores?: Record<string, string>;
      why?: Record<string, string>;
    };
    return Object.entries(stores).map(([store, state]) =>
      state === 'ok'
        ? { state: 'ok', what: `The ${store} store answers.` }
        : {
            state: 'wrong',
            what: `The ${store} store is ${state}.${why[store] ? ` ${why[store]}` : ''}`,
            todo: 'See the log of Parley for when it began.',
          },
    );
  } catch (error) {
    return [
      {
        state: 'wrong',
        what: `Parley does not answer at ${url}: ${causeOf(error)}`,
        todo: 'Start it (npm start), or run this with its environment (PORT).',
      },
    ];
  }
}

/** Through everything that stands before Parley: TLS, the proxy, WebSockets. */
export async function lookAtProxy({ publicUrl = '', trustProxy }: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { protocol, hostname } = new URL(publicUrl);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  try {
    const { status } = await fetchOwn(new URL('/healthz', publicUrl).href);
    findings.push(
      status === 200
        ? { state: 'ok', what: `${publicUrl} leads to Parley.` }
        : { state: 'wrong', what: `${publicUrl} answers ${status}.`, todo: 'Let the proxy lead to Parley.' },
    );
  } catch (error) {
    findings.push({
      state: 'wrong',
      what: `${publicUrl} is not reached: ${causeOf(error)}`,
      todo: 'Look at DNS, the certificate and the proxy. Some networks do not let a machine reach its own public address.',
    });
    return findings;
  }
  if (protocol === 'http:' && !isLocal)
    findings.push({
      state: 'look',
      what: 'PUBLIC_URL has no TLS.',
      todo: 'Put a proxy with a certificate before it: providers call https only, and passwords cross the line.',
    });
  if (protocol === 'https:' && trustProxy.length === 0)
    findings.push({
      state: 'look',
      what: 'TLS ends before Parley, and TRUST_PROXY is not set.',
      todo: "Set it to the proxy's address: all customers share one limit otherwise.",
    });
  findings.push(await lookAtWebSocket(publicUrl));
  return findings;
}

async function lookAtWebSocket(publicUrl: string): Promise<Finding> {
  const address = new URL('/socket.io/?EIO=4&transport=websocket', publicUrl);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, { handshakeTimeout: patienceMs });
  try {
    const first = await new Promise<string>((done, failed) => {
      socket.once('message', (data: Buffer) => done(data.toString()));
      socket.once('error', failed);
      socket.once('close', () => failed(new Error('it was closed')));
      setTimeout(() => failed(new Error('nothing came')), patienceMs).unref();
    });
    if (first.startsWith('0')) return { state: 'ok', what: 'WebSockets come through.' };
    throw new Error('something else answers');
  } catch (error) {
    return {
      state: 'wrong',
      what: `WebSockets do not come through: ${causeOf(error)}`,
      todo: 'Let the proxy pass Upgrade and Connection on for /socket.io/, and keep idle connections for a minute.',
    };
  } finally {
    socket.on('error', () => undefined);
    socket.terminate();
  }
}
