//! File systems that do not report every change: what another machine, or the other side of a container, does to them
//! happens without an event.

use std::path::Path;

/// Magic numbers of `statfs(2)`. Sources: `linux/magic.h`, the file systems themselves, and the list of `stat(1)`.
#[cfg(target_os = "linux")]
static KINDS: &[(u32, &str)] = &[
    (0x0000_6969, "a network file system (NFS)"),
    (0xff53_4d42, "a network file system (CIFS)"),
    (0xfe53_4d42, "a network file system (SMB)"),
    (0x0000_517b, "a network file system (SMB)"),
    (0x0000_564c, "a network file system (NCP)"),
    (0x5346_414f, "a network file system (AFS)"),
    (0x6b41_4653, "a network file system (AFS)"),
    (0x7375_7245, "a network file system (Coda)"),
    (0x00c3_6400, "a network file system (Ceph)"),
    (0x0bd0_0bd0, "a network file system (Lustre)"),
    (0x4750_4653, "a network file system (GPFS)"),
    (0x0116_1970, "a cluster file system (GFS2)"),
    (0x7461_636f, "a cluster file system (OCFS2)"),
    // virtiofs, sshfs and the shared folders of container programs are FUSE too.
    (0x6573_5546, "a FUSE or virtiofs file system"),
    (0x794c_7630, "a container's file system (overlayfs)"),
    (0x6175_6673, "a container's file system (aufs)"),
    // Windows folders in WSL 2 come by 9p, in WSL 1 by drvfs.
    (0x0102_1997, "a shared folder (9p)"),
    (0x5346_4846, "a shared folder (WSL)"),
    (0x786f_4256, "a shared folder (vboxsf)"),
    (0xbacb_acbc, "a shared folder (vmhgfs)"),
    (0x7c7c_6673, "a shared folder (prl_fs)"),
];

/// What `folder` lies on, if changes there may go unreported.
#[cfg(target_os = "linux")]
pub(super) fn kind(folder: &Path) -> Option<&'static str> {
    let magic = i128::from(rustix::fs::statfs(folder).ok()?.f_type) & 0xffff_ffff;
    KINDS.iter().find(|(known, _)| i128::from(*known) == magic).map(|(_, kind)| *kind)
}

/// Whether what other machines do to `folder` may show late, in the times of its files too. A container's own file system
/// reports no events and keeps good times.
#[must_use]
pub fn is_shared(folder: &Path) -> bool {
    kind(folder).is_some_and(|kind| !kind.starts_with("a container"))
}

/// What `folder` lies on, if changes there may go unreported. Only Linux is asked.
#[cfg(not(target_os = "linux"))]
pub(super) fn kind(_: &Path) -> Option<&'static str> {
    None
}
