import { expect, test } from "vitest";
import { busAddresses } from "../../src/dbus/bus-addresses.ts";
import { parseBusAddress } from "../../src/dbus/bus-address.ts";

test("the environment's address is the only one", () => {
  expect(busAddresses({ DBUS_SYSTEM_BUS_ADDRESS: "unix:path=/x" }, "/host").system).toBe("unix:path=/x");
});

test("the well-known socket, and that of a host whose root is mounted elsewhere", () => {
  expect(busAddresses({}, "/")).toEqual({
    system: "unix:path=/var/run/dbus/system_bus_socket",
    systemdPrivate: "unix:path=/run/systemd/private",
  });
  const { system, systemdPrivate } = busAddresses({ DBUS_SYSTEM_BUS_ADDRESS: "" }, "/mnt/a b,c");
  expect(parseBusAddress(system)).toEqual(["/var/run/dbus/system_bus_socket", "/mnt/a b,c/run/dbus/system_bus_socket"]);
  expect(parseBusAddress(systemdPrivate)).toEqual(["/run/systemd/private", "/mnt/a b,c/run/systemd/private"]);
});
