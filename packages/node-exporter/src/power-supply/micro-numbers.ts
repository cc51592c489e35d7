import type { PowerSupplyNumber } from "./power-supply-number.ts";

/** The kernel's unit: millionths of volts, amperes, watts, watt hours and ampere hours. */
const MICRO = 1_000_000;

/** Electrical numbers of a power supply (Documentation/ABI/testing/sysfs-class-power). */
export const MICRO_NUMBERS: readonly PowerSupplyNumber[] = [
  {
    name: "node_power_supply_current_boot",
    attribute: "current_boot",
    divisor: MICRO,
    help: "Current at boot, in amperes.",
  },
  {
    name: "node_power_supply_current_max",
    attribute: "current_max",
    divisor: MICRO,
    help: "Highest current that the supply can give, in amperes.",
  },
  {
    name: "node_power_supply_current_ampere",
    attribute: "current_now",
    divisor: MICRO,
    help: "Present current in amperes; its sign, where there is one, tells the direction.",
  },
  {
    name: "node_power_supply_energy_empty",
    attribute: "energy_empty",
    divisor: MICRO,
    help: "Energy at which the battery counts as empty, in watt hours.",
  },
  {
    name: "node_power_supply_energy_empty_design",
    attribute: "energy_empty_design",
    divisor: MICRO,
    help: "Energy at which the battery counted as empty when new, in watt hours.",
  },
  {
    name: "node_power_supply_energy_full",
    attribute: "energy_full",
    divisor: MICRO,
    help: "Energy of the battery when last fully charged, in watt hours.",
  },
  {
    name: "node_power_supply_energy_full_design",
    attribute: "energy_full_design",
    divisor: MICRO,
    help: "Energy of the fully charged battery when new, in watt hours.",
  },
  {
    name: "node_power_supply_energy_watthour",
    attribute: "energy_now",
    divisor: MICRO,
    help: "Energy left in the battery, in watt hours.",
  },
  {
    name: "node_power_supply_voltage_boot",
    attribute: "voltage_boot",
    divisor: MICRO,
    help: "Voltage at boot, in volts.",
  },
  {
    name: "node_power_supply_voltage_max",
    attribute: "voltage_max",
    divisor: MICRO,
    help: "Highest safe voltage, in volts.",
  },
  {
    name: "node_power_supply_voltage_max_design",
    attribute: "voltage_max_design",
    divisor: MICRO,
    help: "Highest voltage by design, in volts.",
  },
  {
    name: "node_power_supply_voltage_min",
    attribute: "voltage_min",
    divisor: MICRO,
    help: "Lowest safe voltage, in volts.",
  },
  {
    name: "node_power_supply_voltage_min_design",
    attribute: "voltage_min_design",
    divisor: MICRO,
    help: "Lowest voltage by design, in volts.",
  },
  {
    name: "node_power_supply_voltage_volt",
    attribute: "voltage_now",
    divisor: MICRO,
    help: "Present voltage, in volts.",
  },
  {
    name: "node_power_supply_voltage_ocv",
    attribute: "voltage_ocv",
    divisor: MICRO,
    help: "Open circuit voltage of the battery, in volts.",
  },
  {
    name: "node_power_supply_charge_control_limit",
    attribute: "charge_control_limit",
    divisor: MICRO,
    help: "Present limit of the charge control, in millionths of the driver's unit.",
  },
  {
    name: "node_power_supply_charge_control_limit_max",
    attribute: "charge_control_limit_max",
    divisor: MICRO,
    help: "Highest limit that the charge control can be set to, in millionths of the driver's unit.",
  },
  {
    name: "node_power_supply_charge_counter",
    attribute: "charge_counter",
    divisor: MICRO,
    help: "Charge counted since an arbitrary start, in ampere hours; it may be negative.",
    lintExempt: "name kept for parity with node_exporter",
  },
  {
    name: "node_power_supply_charge_empty",
    attribute: "charge_empty",
    divisor: MICRO,
    help: "Charge at which the battery counts as empty, in ampere hours.",
  },
  {
    name: "node_power_supply_charge_empty_design",
    attribute: "charge_empty_design",
    divisor: MICRO,
    help: "Charge at which the battery counted as empty when new, in ampere hours.",
  },
  {
    name: "node_power_supply_charge_full",
    attribute: "charge_full",
    divisor: MICRO,
    help: "Charge of the battery when last full, in ampere hours.",
  },
  {
    name: "node_power_supply_charge_full_design",
    attribute: "charge_full_design",
    divisor: MICRO,
    help: "Charge of the full battery when new, in ampere hours.",
  },
  {
    name: "node_power_supply_charge_ampere",
    attribute: "charge_now",
    divisor: MICRO,
    help: "Charge left in the battery, in ampere hours.",
  },
  {
    name: "node_power_supply_charge_term_current",
    attribute: "charge_term_current",
    divisor: MICRO,
    help: "Current below which charging ends, in amperes.",
  },
  {
    name: "node_power_supply_constant_charge_current",
    attribute: "constant_charge_current",
    divisor: MICRO,
    help: "Constant current that the charger is set to, in amperes.",
  },
  {
    name: "node_power_supply_constant_charge_current_max",
    attribute: "constant_charge_current_max",
    divisor: MICRO,
    help: "Highest constant charging current of the supply, in amperes.",
  },
  {
    name: "node_power_supply_constant_charge_voltage",
    attribute: "constant_charge_voltage",
    divisor: MICRO,
    help: "Constant voltage that the charger is set to, in volts.",
  },
  {
    name: "node_power_supply_constant_charge_voltage_max",
    attribute: "constant_charge_voltage_max",
    divisor: MICRO,
    help: "Highest constant charging voltage of the supply, in volts.",
  },
  {
    name: "node_power_supply_precharge_current",
    attribute: "precharge_current",
    divisor: MICRO,
    help: "Current used while precharging an empty battery, in amperes.",
  },
  {
    name: "node_power_supply_input_current_limit",
    attribute: "input_current_limit",
    divisor: MICRO,
    help: "Limit of the current drawn from the charger, in amperes.",
  },
  {
    name: "node_power_supply_power_watt",
    attribute: "power_now",
    divisor: MICRO,
    help: "Present power, in watts.",
  },
];
