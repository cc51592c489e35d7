const zeros = (count: number): string => "0 ".repeat(count).trimEnd();

/** Files of NFS, IPVS, DRBD, IPsec, neighbour tables and TCP on the small host, by path. */
export const NETWORK_STORAGE_HOST: Readonly<Record<string, string>> = {
  "proc/drbd":
    "version: 8.4.11 (api:1/proto:86-101)\n\n 0: cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate C r-----\n    ns:11 nr:12 dw:13 dr:14 al:15 bm:16 lo:1 pe:2 ua:3 ap:4 ep:1 wo:f oos:17\n",
  "proc/net/ip_vs":
    "IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\nTCP  C0000201:0050 rr  \n  -> C0000211:1F90      Masq    1      2          3         \n",
  "proc/net/ip_vs_stats":
    "   Total Incoming Outgoing         Incoming         Outgoing\n   Conns  Packets  Packets            Bytes            Bytes\n       A       B0       C0              D00              E00\n\n Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s\n       0        0        0                0                0\n",
  "proc/net/rpc/nfs": `net 4 1 3 2\nrpc 50 6 7\nproc2 18 ${zeros(18)}\nproc3 22 ${zeros(22)}\nproc4 3 4 5 6\n`,
  "proc/net/rpc/nfsd": `rc 1 2 3\nfh 4 0 0 0 0\nio 500 600\nth 8 0 0.000\nra 32 ${zeros(10)} 9\nnet 10 4 6 2\nrpc 70 3 1 2 0\nproc2 18 ${zeros(18)}\nproc3 22 ${zeros(22)}\nproc4 2 0 11\nproc4ops 40 ${zeros(40)}\nwdeleg_getattr 1\n`,
  "proc/net/stat/arp_cache": "entries  allocs\n00000014  0000000a\n00000014  0000000b\n",
  "proc/net/tcp":
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2740 1 ffff 100 0 0 10 0\n",
  "proc/net/tcp6":
    "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 00000000000000000000000001000000:0016 00000000000000000000000001000000:9C40 01 00000005:00000006 00:00000000 00000000     0        0 2741 1 ffff 100 0 0 10 0\n",
  "proc/net/xfrm_stat": "XfrmInError             1\nXfrmOutError            2\n",
  "proc/self/mountinfo":
    "27 0 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n40 27 0:45 / /mnt/data rw,relatime shared:2 - nfs4 192.0.2.5:/export rw,vers=4.2,addr=192.0.2.5\n",
  "proc/self/mountstats": `device /dev/vda1 mounted on / with fstype ext4\ndevice 192.0.2.5:/export mounted on /mnt/data with fstype nfs4 statvers=1.1\n\topts:\trw,vers=4.2\n\tage:\t120\n\tevents:\t${zeros(27)}\n\tbytes:\t1 2 3 4 5 6 7 8\n\tRPC iostats version: 1.1  p/v: 100003/4 (nfs)\n\txprt:\ttcp 832 0 1 0 11 64 64 0 12 0 24 26 57\n\tper-op statistics\n\t        READ: 1 1 0 100 200 3 4 5 0\n\n`,
  "proc/sys/kernel/threads-max": "7801\n",
  "proc/sys/kernel/pid_max": "4194304\n",
  "sys/kernel/debug/drbd/version": "# GIT-hash: 0123456789abcdef\nVERSION=9.2.11\nAPI_VERSION=2\n",
  "sys/kernel/debug/drbd/resources/r0/connections/beta/transport":
    "v: 0\n\ndata stream\n  corked: 0\n  unsent: 0 bytes\n  allocated: 0 bytes\n\ntransport_type: tcp\nv: 0\n\ndata stream\nunread receive buffer: 10 Byte\nunacked send buffer: 20 Byte\n",
  "sys/kernel/debug/drbd/resources/r0/connections/beta/0/proc_drbd":
    " 1: cs:Established ro:Primary/Secondary ds:UpToDate/UpToDate C r-----\n    ns:1 nr:2 dw:3 dr:4 al:5 bm:6 lo:0 pe:[1;2] ua:0 ap:[3;4] ep:1 wo:2 oos:7\n\tblocked on activity log: 0/0/0\n",
};
