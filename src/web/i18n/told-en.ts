// The English words of up to when companies together are told.
import type { ToldWords } from './told-nl.ts';

export const toldEn: ToldWords = {
  until: (at) => `Figures of companies together go up to ${at} here. A whole hour is added at a time, once its meters are in: so no difference gives away one meter.`,
  untilDay: (at) => `Water of companies together counts up to ${at} here. A whole day is added at a time: so no difference gives away one meter.`,
};
