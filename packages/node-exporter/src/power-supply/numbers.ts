import { MICRO_NUMBERS } from "./micro-numbers.ts";
import type { PowerSupplyNumber } from "./power-supply-number.ts";

/** All numbers of Documentation/ABI/testing/sysfs-class-power that become families. */
export const POWER_SUPPLY_NUMBERS: readonly PowerSupplyNumber[] = [
  ...MICRO_NUMBERS,
  {
    name: "node_power_supply_authentic",
    attribute: "authentic",
    divisor: 1,
    help: "Whether the power supply is the genuine part (1) or not (0).",
  },
  {
    name: "node_power_supply_calibrate",
    attribute: "calibrate",
    divisor: 1,
    help: "Calibration status that the battery's driver reports.",
  },
  {
    name: "node_power_supply_capacity",
    attribute: "capacity",
    divisor: 1,
    help: "Charge of the battery in percent of full.",
  },
  {
    name: "node_power_supply_capacity_alert_max",
    attribute: "capacity_alert_max",
    divisor: 1,
    help: "Charge in percent above which the driver raises an alert.",
  },
  {
    name: "node_power_supply_capacity_alert_min",
    attribute: "capacity_alert_min",
    divisor: 1,
    help: "Charge in percent below which the driver raises an alert.",
  },
  {
    name: "node_power_supply_cyclecount",
    attribute: "cycle_count",
    divisor: 1,
    help: "Full charge cycles that the battery has gone through; 0 when the driver does not know.",
  },
  {
    name: "node_power_supply_online",
    attribute: "online",
    divisor: 1,
    help: "Whether the supply feeds the machine: 0 no, 1 fixed voltage, 2 programmable voltage.",
  },
  {
    name: "node_power_supply_present",
    attribute: "present",
    divisor: 1,
    help: "Whether the battery or supply is plugged in (1) or not (0).",
  },
  {
    name: "node_power_supply_time_to_empty_seconds",
    attribute: "time_to_empty_now",
    divisor: 1,
    help: "Seconds until the battery is empty at the present load.",
  },
  {
    name: "node_power_supply_time_to_full_seconds",
    attribute: "time_to_full_now",
    divisor: 1,
    help: "Seconds until the battery is full at the present charging rate.",
  },
  {
    name: "node_power_supply_temp_celsius",
    attribute: "temp",
    divisor: 10,
    help: "Temperature of the supply, in degrees Celsius.",
  },
  {
    name: "node_power_supply_temp_alert_max_celsius",
    attribute: "temp_alert_max",
    divisor: 10,
    help: "Temperature above which the driver raises an alert, in degrees Celsius.",
  },
  {
    name: "node_power_supply_temp_alert_min_celsius",
    attribute: "temp_alert_min",
    divisor: 10,
    help: "Temperature below which the driver raises an alert, in degrees Celsius.",
  },
  {
    name: "node_power_supply_temp_ambient_celsius",
    attribute: "temp_ambient",
    divisor: 10,
    help: "Ambient temperature at the supply, in degrees Celsius.",
  },
  {
    name: "node_power_supply_temp_ambient_max_celsius",
    attribute: "temp_ambient_max",
    divisor: 10,
    help: "Ambient temperature above which the driver raises an alert, in degrees Celsius.",
  },
  {
    name: "node_power_supply_temp_ambient_min_celsius",
    attribute: "temp_ambient_min",
    divisor: 10,
    help: "Ambient temperature below which the driver raises an alert, in degrees Celsius.",
  },
  {
    name: "node_power_supply_temp_max_celsius",
    attribute: "temp_max",
    divisor: 10,
    help: "Highest operating temperature, in degrees Celsius.",
  },
  {
    name: "node_power_supply_temp_min_celsius",
    attribute: "temp_min",
    divisor: 10,
    help: "Lowest operating temperature, in degrees Celsius.",
  },
];
