// The HomeWizard kWh meter's local API answer (v1) as a bridge publishes it: no identity and no time in it.

export interface HomeWizardContent {
  readonly importKwh: number;
  readonly exportKwh: number;
  /** Positive draws from the installation, negative feeds into it. */
  readonly netPowerKw: number;
}

/** One `/api/v1/data` answer of a three-phase kWh meter. */
export function encodeHomeWizard({ importKwh, exportKwh, netPowerKw }: HomeWizardContent): Uint8Array {
  const watts = Math.round(netPowerKw * 1000);
  const third = Math.round(watts / 3);
  return Buffer.from(
    JSON.stringify({
      wifi_ssid: 'Simulatie',
      wifi_strength: 84,
      total_power_import_kwh: shown(importKwh),
      total_power_import_t1_kwh: shown(importKwh),
      total_power_export_kwh: shown(exportKwh),
      total_power_export_t1_kwh: shown(exportKwh),
      active_power_w: watts,
      active_power_l1_w: third,
      active_power_l2_w: third,
      active_power_l3_w: watts - 2 * third,
    }),
    'utf8',
  );
}

const shown = (energyKwh: number): number => Math.floor(energyKwh * 1000 + 1e-6) / 1000;
