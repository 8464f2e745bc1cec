import { anyChannel, mebibyte, refuseUnfit, type FileTaker } from './limits';

const kibibyte = 1024;

const pigeon: FileTaker = {
  name: 'Pigeon post',
  files: [
    { kind: 'letters', mediaTypes: ['text/plain'], maxBytes: 4 * kibibyte },
    { kind: 'pictures', mediaTypes: ['image/png', 'image/jpeg'], maxBytes: 2 * mebibyte },
  ],
};
const given = (taker: FileTaker, mediaType: string, size: number) => () =>
  refuseUnfit(taker, { mediaType, size });

describe('what a channel takes', () => {
  it('is refused one byte beyond the limit of its kind, in words', () => {
    expect(given(pigeon, 'image/jpeg', 2 * mebibyte)).not.toThrow();
    expect(given(pigeon, 'image/jpeg', 2 * mebibyte + 1)).toThrow(
      'Pigeon post takes pictures of at most 2 MB.',
    );
    expect(given(pigeon, 'text/plain', 4 * kibibyte + 1)).toThrow(
      'Pigeon post takes letters of at most 4 KB.',
    );
    expect(given(anyChannel, 'audio/ogg', 10 * mebibyte + 1)).toThrow('Parley takes files of at most 10 MB.');
  });

  it('is of the kinds that it names', () => {
    expect(given(pigeon, 'video/mp4', 1)).toThrow(
      'Pigeon post takes no such file (video/mp4), only letters, pictures.',
    );
    const withOthers = { ...pigeon, files: [...pigeon.files, { kind: 'documents', maxBytes: mebibyte }] };
    expect(given(withOthers, 'video/mp4', mebibyte)).not.toThrow();
    expect(given(withOthers, 'video/mp4', mebibyte + 1)).toThrow('documents of at most 1 MB');
  });

  it('is what fits in any form: a picture too large for one goes as a document', () => {
    const documents = { kind: 'documents', maxBytes: 3 * mebibyte };
    const both = { ...pigeon, files: [...pigeon.files, documents] };
    expect(given(both, 'image/jpeg', 3 * mebibyte)).not.toThrow();
    expect(given(both, 'image/jpeg', 3 * mebibyte + 1)).toThrow('documents of at most 3 MB');
  });
});
