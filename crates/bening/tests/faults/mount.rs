//! Small file systems of our own, in a file: one to cut the power of, one to fill up.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::city::skipped;
use super::support::folder;

/// A mounted file system that goes away.
pub struct Mount {
    home: TempDir,
}

impl Mount {
    /// Makes a file of `megabytes`, runs `mkfs` on it and mounts it; `None`, said on stderr, where
    /// the machine does not allow it.
    pub fn make(mkfs: &[&str], megabytes: u64) -> Option<Self> {
        let home = folder();
        let file = std::fs::File::create(home.path().join("disk")).unwrap();
        file.set_len(megabytes * 1024 * 1024).unwrap();
        std::fs::create_dir(home.path().join("mounted")).unwrap();
        let mount = Self { home };
        let disk = mount.disk();
        let made = run(mkfs[0], &[&mkfs[1..], &[disk.to_str().unwrap()]].concat());
        if let Err(why) = made.and_then(|()| mount.mount()) {
            skipped(&why);
            return None;
        }
        Some(mount)
    }

    fn disk(&self) -> PathBuf {
        self.home.path().join("disk")
    }

    /// Where it is mounted.
    pub fn path(&self) -> PathBuf {
        self.home.path().join("mounted")
    }

    fn mount(&self) -> Result<(), String> {
        let (disk, path) = (self.disk(), self.path());
        run("mount", &["-o", "loop", disk.to_str().unwrap(), path.to_str().unwrap()])
    }

    /// Writes everything to the disk.
    pub fn sync(&self) {
        run("sync", &["--file-system", self.path().to_str().unwrap()]).unwrap();
    }

    /// From now on nothing reaches the disk any more, not even what the file system has noted.
    pub fn cut_power(&self) {
        run("xfs_io", &["-x", "-c", "shutdown", self.path().to_str().unwrap()]).unwrap();
    }

    /// Mounts again what is on the disk.
    pub fn again(&self) {
        run("umount", &[self.path().to_str().unwrap()]).unwrap();
        self.mount().unwrap();
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        if let Err(why) = run("umount", &[self.path().to_str().unwrap()]) {
            eprintln!("{why}");
        }
    }
}

fn run(name: &str, args: &[&str]) -> Result<(), String> {
    let output = Command::new(name).args(args).output().map_err(|e| format!("{name}: {e}"))?;
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if output.status.success() { Ok(()) } else { Err(format!("{name}: {said}")) }
}

/// Fills a file system with a file until nothing more fits. Dropping it makes room again.
pub struct Ballast(PathBuf);

impl Ballast {
    /// A file as large as the room that is left below `at`.
    pub fn large(at: &Path) -> Self {
        use std::io::Write as _;
        let path = at.join("ballast");
        let mut file = std::fs::File::create(&path).unwrap();
        for piece in [vec![1; 1024 * 1024], vec![1; 4096]] {
            while file.write_all(&piece).and_then(|()| file.sync_data()).is_ok() {}
        }
        Self(path)
    }

    /// As many empty files below `at` as there are inodes left.
    pub fn many(at: &Path) -> Self {
        let path = at.join("ballast");
        std::fs::create_dir(&path).unwrap();
        let full =
            (0..).any(|number| std::fs::File::create(path.join(format!("{number}"))).is_err());
        assert!(full);
        Self(path)
    }
}

impl Drop for Ballast {
    fn drop(&mut self) {
        let removed = if self.0.is_dir() {
            std::fs::remove_dir_all(&self.0)
        } else {
            std::fs::remove_file(&self.0)
        };
        removed.unwrap();
    }
}
