//! Walking whole logs: every kind of tampering is found and named.

use ledger::Hash;
use ledger::tile::{TileId, tiles_of};
use ledger::verify::{Error, Verifier, Want, Wants, check};
use proptest::prelude::*;

use crate::support::{Files, SIZES, flipped, log};

fn walk(files: &Files, size: u64, root: Hash) -> Result<(), Error> {
    let mut verifier = Verifier::new(size, root);
    while let Some(want) = verifier.want() {
        match want {
            Want::Leaves(id) => {
                let checked = check(id, &files[&id.bundle_path()], &files[&id.path()])?;
                verifier.leaves(checked)?;
            }
            Want::Tile(id) => verifier.tile(id, &files[&id.path()])?,
        }
    }
    assert_eq!(verifier.checked(), size);
    verifier.finish()
}

#[test]
fn good_logs_hold() {
    for size in SIZES {
        let (files, root) = log(size);
        assert_eq!(walk(&files, size, root), Ok(()), "size {size}");
    }
}

#[test]
fn everything_is_wanted_once() {
    for size in SIZES.into_iter().chain([131_072, 16_777_216 + 65_536 + 257]) {
        let mut wanted: Vec<TileId> = Wants::new(size)
            .map(|want| match want {
                Want::Leaves(id) | Want::Tile(id) => id,
            })
            .collect();
        wanted.sort_unstable();
        assert!(wanted.iter().copied().eq(tiles_of(size)), "size {size}");
    }
}

#[test]
fn a_changed_entry_is_named() {
    let (files, root) = log(513);
    for (bundle, entry) in
        [("tile/entries/000", 0), ("tile/entries/001", 256), ("tile/entries/002.p/1", 512)]
    {
        let mut files = files.clone();
        files.get_mut(bundle).unwrap()[2] ^= 1;
        let error = walk(&files, 513, root).unwrap_err();
        assert!(matches!(error, Error::Entry { entry: found, .. } if found == entry), "{error}");
    }
    let mut files = files.clone();
    let bundle = files.get_mut("tile/entries/001").unwrap();
    bundle.extend_from_slice(&[0, 0]);
    let error = walk(&files, 513, root).unwrap_err().to_string();
    assert_eq!(error, "tile/entries/001: 2 bytes are left after entry 511, which is the last");
}

#[test]
fn a_changed_upper_tile_is_named() {
    let size = 65_537;
    let (files, root) = log(size);
    for (name, place, below) in
        [("tile/1/000", 3, "tile/0/003"), ("tile/2/000.p/1", 0, "tile/1/000")]
    {
        let mut files = files.clone();
        files.get_mut(name).unwrap()[32 * place + 9] ^= 1;
        let error = walk(&files, size, root).unwrap_err().to_string();
        assert_eq!(error, format!("hash {place} of {name} does not follow from {below}"));
    }
}

#[test]
fn a_rewritten_log_has_another_root() {
    let size = 300;
    let (honest, root) = log(size);
    // Entry, tile and all above rewritten, so that everything fits but the signed root.
    let (files, _) = crate::support::log_of((0..size).map(|index| {
        if index == 17 { b"rewritten".to_vec() } else { crate::support::entry(index) }
    }));
    assert_ne!(honest, files);
    assert_eq!(walk(&files, size, root), Err(Error::Root(size)));
    assert_eq!(walk(&honest, size, flipped(root, 9)), Err(Error::Root(size)));
    assert_eq!(walk(&Files::new(), 0, root), Err(Error::Root(0)));
}

#[test]
fn nothing_can_be_left_out() {
    let (files, root) = log(300);
    let leaves = |id: TileId| check(id, &files[&id.bundle_path()], &files[&id.path()]).unwrap();
    let (first, last) = (TileId::full(0, 0), TileId { level: 0, index: 1, width: 44 });
    let mut verifier = Verifier::new(300, root);
    let error = verifier.clone().leaves(leaves(last)).unwrap_err().to_string();
    assert_eq!(
        error,
        "tile/0/001.p/44 with its entries was handed in, and tile/0/000 with its entries was wanted"
    );
    verifier.leaves(leaves(first)).unwrap();
    assert!(matches!(verifier.finish(), Err(Error::Turn { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever byte of whatever file changes, the log does not hold.
    #[test]
    fn one_bit_anywhere_is_found(
        size in 1u64..1500, file in any::<prop::sample::Index>(),
        byte in any::<prop::sample::Index>(), bit in 0u8..8,
    ) {
        let (mut files, root) = log(size);
        let name = files.keys().nth(file.index(files.len())).unwrap().clone();
        let bytes = files.get_mut(&name).unwrap();
        let at = byte.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(walk(&files, size, root).is_err(), "{name}, byte {at}");
    }
}
