const ZFS = "proc/spl/kstat/zfs";
const FIBRE_CHANNEL = "sys/class/fc_host/host2";
const INFINIBAND = "sys/class/infiniband/mlx5_0";
const NVME_SUBSYSTEM = "sys/class/nvme-subsystem/nvme-subsys1";
const GPU = "sys/devices/pci0000:00/0000:03:00.0";
const INTEL_GPU = "sys/devices/pci0000:00/0000:00:02.0";

/** ZFS pools, adapters of storage fabrics, and GPUs of the small host. */
export const ADAPTERS_HOST: Readonly<Record<string, string | { readonly link: string }>> = {
  [`${ZFS}/arcstats`]:
    "9 1 0x01 3 816 5266997922 97951858082072\nname                            type data\nhits                            4    1234567\nmisses                          4    98765\nmemory_available_bytes          3    5555555555\n",
  [`${ZFS}/zil`]:
    "5 1 0x01 2 544 5266992134 97951858082072\nname                            type data\nzil_commit_count                4    17\nzil_itx_count                   4    23\n",
  [`${ZFS}/tank/io`]:
    "12 3 0x00 1 80 79205351707403 395818011156865\nnread    nwritten reads    writes   wtime    wlentime wupdate  rtime    rlentime rupdate  wcnt     rcnt    \n1000     2000     30       40       50       60       70       80       90       100      0        1       \n",
  [`${ZFS}/tank/objset-0x36`]:
    "23 1 0x01 7 2160 221578688875 6665999035587\nname                            type data\ndataset_name                    7    tank/home dir\nwrites                          4    11\nreads                           4    22\n",
  [`${ZFS}/tank/state`]: "ONLINE\n",
  [`${FIBRE_CHANNEL}/port_id`]: "0x000013\n",
  [`${FIBRE_CHANNEL}/port_state`]: "Online\n",
  [`${FIBRE_CHANNEL}/speed`]: "32 Gbit\n",
  [`${FIBRE_CHANNEL}/statistics/rx_frames`]: "0x2a\n",
  [`${FIBRE_CHANNEL}/statistics/tx_frames`]: "0xffffffffffffffff\n",
  [`${INFINIBAND}/board_id`]: "MT_0000000010\n",
  [`${INFINIBAND}/fw_ver`]: "20.31.1014\n",
  [`${INFINIBAND}/hca_type`]: "MT4123\n",
  [`${INFINIBAND}/ports/1/counters/port_rcv_data`]: "1000\n",
  [`${INFINIBAND}/ports/1/counters/symbol_error`]: "N/A (no PMA)\n",
  [`${INFINIBAND}/ports/1/hw_counters/lifespan`]: "12\n",
  [`${INFINIBAND}/ports/1/hw_counters/out_of_buffer`]: "5\n",
  [`${INFINIBAND}/ports/1/phys_state`]: "5: LinkUp\n",
  [`${INFINIBAND}/ports/1/rate`]: "200 Gb/sec (4X HDR)\n",
  [`${INFINIBAND}/ports/1/state`]: "4: ACTIVE\n",
  [`${NVME_SUBSYSTEM}/iopolicy`]: "numa\n",
  [`${NVME_SUBSYSTEM}/model`]: "Example Array\n",
  [`${NVME_SUBSYSTEM}/serial`]: "S2\n",
  [`${NVME_SUBSYSTEM}/subsysnqn`]: "nqn.2014-08.org.example:array\n",
  [`${NVME_SUBSYSTEM}/nvme4/state`]: "live\n",
  [`${NVME_SUBSYSTEM}/nvme4/transport`]: "tcp\n",
  [`${NVME_SUBSYSTEM}/nvme4n1/`]: "",
  "sys/class/drm/card0": { link: "../../devices/pci0000:00/0000:03:00.0/drm/card0" },
  "sys/class/drm/card1": { link: "../../devices/pci0000:00/0000:00:02.0/drm/card1" },
  "sys/bus/pci/drivers/amdgpu/": "",
  "sys/bus/pci/drivers/i915/": "",
  [`${GPU}/drm/card0/device`]: { link: "../../../0000:03:00.0" },
  [`${GPU}/driver`]: { link: "../../../bus/pci/drivers/amdgpu" },
  [`${GPU}/device`]: "0x73bf\n",
  [`${GPU}/gpu_busy_percent`]: "42\n",
  [`${GPU}/mem_info_vram_total`]: "17163091968\n",
  [`${GPU}/mem_info_vram_used`]: "1048576\n",
  [`${GPU}/mem_info_vram_vendor`]: "samsung\n",
  [`${GPU}/power/runtime_status`]: "active\n",
  [`${GPU}/pp_dpm_sclk`]: "0: 500Mhz \n1: 1450Mhz *\n2: 2475Mhz \n",
  [`${GPU}/uevent`]: "DRIVER=amdgpu\nPCI_CLASS=30000\n",
  [`${GPU}/unique_id`]: "3b7a1c5e90d2f648\n",
  [`${GPU}/vendor`]: "0x1002\n",
  [`${INTEL_GPU}/drm/card1/device`]: { link: "../../../0000:00:02.0" },
  [`${INTEL_GPU}/drm/card1/gt/gt0/rc6_residency_ms`]: "123456\n",
  [`${INTEL_GPU}/drm/card1/gt/gt0/rps_act_freq_mhz`]: "350\n",
  [`${INTEL_GPU}/driver`]: { link: "../../../bus/pci/drivers/i915" },
  [`${INTEL_GPU}/device`]: "0x9a49\n",
  [`${INTEL_GPU}/vendor`]: "0x8086\n",
  "proc/driver/nvidia/gpus/0000:65:00.0/information":
    "Model: \t\t NVIDIA A100-SXM4-40GB\nIRQ:   \t\t 150\nGPU UUID: \t GPU-6a3f0c1e-0b7d-4c55-9d28-2f1a3b4c5d6e\nVideo BIOS: \t 92.00.45.00.03\nBus Location: \t 0000:65:00.0\n",
};
