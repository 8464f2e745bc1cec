// socket.io's own encoding, without the search for binary parts: everything that we send is JSON.
import { Decoder, Encoder as Standard, type Packet } from 'socket.io-parser';

class Encoder extends Standard {
  override encode(packet: Packet): string[] {
    const { type, nsp, id, data } = packet;
    const head = `${type}${nsp && nsp !== '/' ? `${nsp},` : ''}${id ?? ''}`;
    return [data === undefined || data === null ? head : head + JSON.stringify(data)];
  }
}

export const parser = { Encoder, Decoder };
