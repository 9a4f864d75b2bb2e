// The Dutch words of up to when companies together are told; they come with the figures of a park.
export const toldNl = {
  until: (at: string): string =>
    `Cijfers van bedrijven samen lopen hier tot ${at}. Er komt steeds een heel uur bij, als de meters ervan binnen zijn: zo verraadt geen verschil één meter.`,
  untilDay: (at: string): string => `Water van bedrijven samen telt hier tot ${at}. Er komt steeds een hele dag bij: zo verraadt geen verschil één meter.`,
};
export type ToldWords = typeof toldNl;
