package store

import "golang.org/x/sys/unix"

// networkFileSystems are the magic numbers of the file systems that several hosts may share, from statfs(2).
var networkFileSystems = map[uint32]bool{
	0x6969:     true, // NFS
	0x517b:     true, // SMB
	0xff534d42: true, // CIFS
	0xfe534d42: true, // SMB 2
	0x01021997: true, // 9P
	0x5346414f: true, // AFS
	0x6b414653: true, // kAFS
	0x00c36400: true, // Ceph
	0x0bd00bd0: true, // Lustre
	0x47504653: true, // GPFS
	0x01161970: true, // GFS2
	0x7461636f: true, // OCFS2
	0x73757245: true, // Coda
	0x564c:     true, // NCP
	0x786f4256: true, // VirtualBox shared folder
	0xbacbacbc: true, // VMware shared folder
	0x65735546: true, // FUSE, such as sshfs
}

// isOnNetwork reports whether a file may be shared by several hosts, among which the memory that a write-ahead log needs
// is not shared: https://www.sqlite.org/wal.html#noshm.
func isOnNetwork(path string) bool {
	var stat unix.Statfs_t
	return unix.Statfs(path, &stat) == nil && networkFileSystems[uint32(stat.Type)]
}
