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

const weather = (WEATHER_URL: string, WEATHER_API_KEY?: string): unknown => readSettings({ WEATHER_URL, WEATHER_API_KEY }).weather;

it('is asked for the weather at an address, with a key only where nobody on the way reads it', () => {
  expect(readSettings({}).weather).toBeNull();
  expect(weather('http://weather.lan:8080/')).toEqual({ url: 'http://weather.lan:8080', key: null });
  expect(weather('https://customer-api.open-meteo.com', 'a-key-of-the-test')).toEqual({ url: 'https://customer-api.open-meteo.com', key: 'a-key-of-the-test' });
  expect(weather('http://localhost:8080', 'a-key-of-the-test')).toEqual({ url: 'http://localhost:8080', key: 'a-key-of-the-test' });
  expect(() => weather('http://weather.lan:8080', 'a-key-of-the-test')).toThrow('WEATHER_URL must begin with https');
  expect(() => weather('ftp://weather.lan')).toThrow('WEATHER_URL=ftp://weather.lan is not a usable setting: looks like https://api.open-meteo.com.');
});
