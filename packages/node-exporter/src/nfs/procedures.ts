/**
 * Procedures in the order of the kernel's columns, under the names that node_exporter's `method` label has: NFS 2 and 3
 * of both client and server (`proc2`, `proc3`), and NFS 4 of the client (`proc4` of /proc/net/rpc/nfs).
 */
export const NFS2_PROCEDURES: readonly string[] =
  "Null GetAttr SetAttr Root Lookup ReadLink Read WrCache Write Create Remove Rename Link SymLink MkDir RmDir ReadDir FsStat".split(
    " ",
  );

/** As in RFC 1813. */
export const NFS3_PROCEDURES: readonly string[] =
  "Null GetAttr SetAttr Lookup Access ReadLink Read Write Create MkDir SymLink MkNod Remove RmDir Rename Link ReadDir ReadDirPlus FsStat FsInfo PathConf Commit".split(
    " ",
  );

/** As in the kernel's nfs4_procedures. A kernel that has fewer gives fewer columns. */
export const NFS4_CLIENT_PROCEDURES: readonly string[] =
  "Null Read Write Commit Open OpenConfirm OpenNoattr OpenDowngrade Close Setattr FsInfo Renew SetClientID SetClientIDConfirm Lock Lockt Locku Access Getattr Lookup LookupRoot Remove Rename Link Symlink Create Pathconf StatFs ReadLink ReadDir ServerCaps DelegReturn GetACL SetACL FsLocations ReleaseLockowner Secinfo FsidPresent ExchangeID CreateSession DestroySession Sequence GetLeaseTime ReclaimComplete GetDeviceInfo LayoutGet LayoutCommit LayoutReturn SecinfoNoName TestStateID FreeStateID GetDeviceList BindConnToSession DestroyClientID Seek Allocate DeAllocate LayoutStats Clone".split(
    " ",
  );

/** Operations of an NFS 4 server (`proc4ops`), by operation number; those without a name are not exposed. */
export const NFS4_SERVER_OPERATIONS: readonly string[] =
  "- - - Access Close Commit Create DelegPurge DelegReturn GetAttr GetFH Link Lock Lockt Locku Lookup LookupRoot Nverify Open OpenAttr OpenConfirm OpenDgrd PutFH - - Read ReadDir ReadLink Remove Rename Renew RestoreFH SaveFH SecInfo SetAttr SetClientID SetClientIDConfirm Verify Write RelLockOwner".split(
    " ",
  );

/** Emits a count for each named procedure; a column that is absent counts 0. */
export function emitProcedures(
  protocol: string,
  names: readonly string[],
  counts: readonly number[] | undefined,
  emit: (value: number, protocol: string, method: string) => void,
): void {
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] as string;
    if (name !== "-") emit(counts?.[at] ?? 0, protocol, name);
  }
}
