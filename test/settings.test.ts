// Settings that would send a key where anybody on the way can read it.
import { expect, it } from 'vitest';
import { readSettings } from '../src/settings.ts';

const url = (NED_URL: string): string | undefined => readSettings({ NED_API_KEY: 'a-key-of-the-test', NED_URL }).ned?.url;

it.each(['http://api.ned.nl/v1', 'http://192.168.1.5/v1', 'http://localhost.example.org/', 'http://127.0.0.1.example.org/', 'http://[::2]/'])(
  'NED_URL %s is refused: the key goes with each question',
  (address) => {
    expect(() => url(address)).toThrow('must begin with https');
  },
);

it.each(['https://api.ned.nl/v1', 'http://127.0.0.1:9999', 'http://localhost:9999/ned', 'http://[::1]:9999'])('NED_URL %s is taken', (address) => {
  expect(url(address)).toBe(address);
});

it('is that of NED where nobody says', () => {
  expect(readSettings({ NED_API_KEY: 'a-key-of-the-test' }).ned?.url).toBe('https://api.ned.nl/v1');
});
