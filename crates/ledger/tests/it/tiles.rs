//! Tiles and bundles: their names, their contents, and reading out of them without trust.

use std::cell::RefCell;
use std::collections::BTreeSet;

use ledger::Hash;
use ledger::bundle;
use ledger::edge::Edge;
use ledger::proof::{verify_consistency, verify_inclusion};
use ledger::tile::{self, Error, Path, TileId, TileReader, new_tiles, tiles_of};
use proptest::prelude::*;

use crate::support::{Files, SIZES, entry, leaves, log, mth};

#[test]
fn paths_are_those_of_the_specification() {
    assert_eq!(TileId::full(0, 1_234_067).path(), "tile/0/x001/x234/067");
    assert_eq!(TileId { level: 2, index: 0, width: 17 }.path(), "tile/2/000.p/17");
    assert_eq!(
        TileId { level: 0, index: 1000, width: 1 }.bundle_path(),
        "tile/entries/x001/000.p/1"
    );
    assert!(TileId::is_full_path("tile/entries/x001/000"));
    assert!(!TileId::is_full_path("tile/entries/x001/000.p/1"));
    for wrong in [
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/8/000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/-1/000",
        "tile/0/x999/x999/x999/x999/x999/x999/000",
        "tile/0/../checkpoint",
        "tile/Entries/000",
        "tile/0/000.P/1",
        "checkpoint",
        "",
        "tile/0/+01",
    ] {
        let refused = Path::parse(wrong);
        assert!(refused.is_err(), "{wrong} was read as {refused:?}");
    }
}

#[test]
fn a_tree_of_70_000_has_the_tiles_of_the_example() {
    let tiles: Vec<TileId> = tiles_of(70_000).collect();
    let count =
        |level, full| tiles.iter().filter(|id| id.level == level && id.is_full() == full).count();
    assert_eq!((count(0, true), count(0, false)), (273, 1));
    assert_eq!((count(1, true), count(1, false)), (1, 1));
    assert_eq!((count(2, true), count(2, false)), (0, 1));
    let edge: Vec<u16> =
        (0..9).filter_map(|level| TileId::edge(level, 70_000)).map(|id| id.width).collect();
    assert_eq!(edge, [112, 17, 1]);
    let at_256: Vec<String> = tiles_of(256).map(TileId::path).collect();
    assert_eq!(at_256, ["tile/0/000", "tile/1/000.p/1"]);
}

#[test]
fn growing_writes_what_the_new_tree_has_and_the_old_had_not() {
    for old in SIZES {
        for new in SIZES.into_iter().filter(|new| *new >= old) {
            let had: BTreeSet<TileId> = tiles_of(old).collect();
            let missing: BTreeSet<TileId> = tiles_of(new).filter(|id| !had.contains(id)).collect();
            assert_eq!(new_tiles(old, new).collect::<BTreeSet<_>>(), missing, "{old} to {new}");
        }
    }
}

#[test]
fn tiles_hold_the_hashes_of_the_tree_and_rebuild_its_root() {
    for size in SIZES {
        let (files, root) = log(size);
        let leaves = leaves(size);
        assert_eq!(root, mth(&leaves), "size {size}");
        let names: BTreeSet<String> = tiles_of(size)
            .flat_map(|id| [Some(id.path()), (id.level == 0).then(|| id.bundle_path())])
            .flatten()
            .collect();
        assert_eq!(files.keys().cloned().collect::<BTreeSet<_>>(), names, "size {size}");
        for id in tiles_of(size) {
            let hashes = tile::decode(id, &files[&id.path()]).unwrap();
            let span = 1usize << (8 * id.level);
            for (place, hash) in hashes.iter().enumerate().step_by(37) {
                let from = (id.index as usize * 256 + place) * span;
                assert_eq!(*hash, mth(&leaves[from..from + span]), "{id}, {place}");
            }
        }
        let edge = Edge::read(size, |id| tile::decode(id, &files[&id.path()])).unwrap();
        assert_eq!((edge.root(), edge.size()), (root, size));
    }
}

fn reader(files: &Files, size: u64, root: Hash) -> TileReader<impl FnMut(TileId) -> Fetched> {
    TileReader::new(size, root, |id: TileId| Ok(files[&id.path()].clone()))
}

type Fetched = Result<Vec<u8>, Error>;

#[test]
fn a_reader_proves_what_the_root_says() {
    for size in [1, 2, 255, 256, 257, 513, 65_537] {
        let (files, root) = log(size);
        let leaves = leaves(size);
        let mut reader = reader(&files, size, root);
        for index in
            [0, 1, 200, 255, 256, 300, 511, 512, 65_535, 65_536].into_iter().filter(|i| *i < size)
        {
            let proof = reader.inclusion(index).unwrap();
            verify_inclusion(leaves[index as usize], index, size, root, &proof).unwrap();
            reader.check_entry(index, &entry(index)).unwrap();
            assert!(matches!(reader.check_entry(index, b"x"), Err(Error::Entry { .. })));
        }
        for old in [0, 1, 2, 255, 256, 257, 300, 511, 65_536].into_iter().filter(|old| *old <= size)
        {
            let proof = reader.consistency(old).unwrap();
            let old_root = mth(&leaves[..old as usize]);
            assert_eq!(reader.root_at(old), Ok(old_root));
            verify_consistency(old, old_root, size, root, &proof).unwrap();
        }
        assert!(matches!(reader.inclusion(size), Err(Error::Proof(_))));
        assert!(matches!(reader.consistency(size + 1), Err(Error::Proof(_))));
        assert!(matches!(reader.hash(0, size), Err(Error::Outside { .. })));
        assert!(matches!(reader.hash(64, 0), Err(Error::Outside { .. })));
    }
}

#[test]
fn a_lie_in_any_tile_is_named() {
    let size = 65_537 + 300;
    let (files, root) = log(size);
    for lie in tiles_of(size) {
        // Of the many full tiles at the bottom, some.
        if lie.level == 0 && lie.is_full() && lie.index % 50 != 3 {
            continue;
        }
        let mut files = files.clone();
        files.get_mut(&lie.path()).unwrap()[5] ^= 4;
        let index = (lie.index << (8 * (lie.level + 1))).min(size - 1);
        let error = reader(&files, size, root).inclusion(index).unwrap_err();
        assert!(error.to_string().contains(&lie.path()), "{lie}: {error}");
    }
}

#[test]
fn a_tile_of_another_length_is_named() {
    let (mut files, root) = log(300);
    files.get_mut("tile/0/000").unwrap().pop();
    let error = reader(&files, 300, root).inclusion(3).unwrap_err();
    assert_eq!(error.to_string(), "tile/0/000 has 8191 bytes instead of 8192");
}

#[test]
fn a_reader_fetches_each_tile_once_and_keeps_few() {
    let (files, root) = log(65_537);
    let fetched = RefCell::new(Vec::new());
    let mut reader = TileReader::new(65_537, root, |id: TileId| -> Fetched {
        fetched.borrow_mut().push(id);
        Ok(files[&id.path()].clone())
    });
    for index in 0..512 {
        reader.inclusion(index).unwrap();
    }
    let fetched = fetched.into_inner();
    assert_eq!(fetched.iter().collect::<BTreeSet<_>>().len(), fetched.len());
    assert!(fetched.len() <= 6, "{fetched:?}");
}

#[test]
fn a_partial_tile_can_be_cut_from_the_full_one() {
    let (small, small_root) = log(300);
    let (large, _) = log(600);
    let cut = |id: TileId| -> Fetched {
        match large.get(&TileId::full(id.level, id.index).path()) {
            Some(full) => tile::part(id, full),
            None => Ok(small[&id.path()].clone()),
        }
    };
    let proof = TileReader::new(300, small_root, cut).inclusion(299).unwrap();
    verify_inclusion(leaves(300)[299], 299, 300, small_root, &proof).unwrap();
    let id = TileId { level: 0, index: 1, width: 44 };
    let full = &large["tile/entries/001"];
    assert_eq!(bundle::part(id, full).unwrap(), small["tile/entries/001.p/44"]);
}

#[test]
fn a_bundle_says_what_is_wrong_with_it() {
    let id = TileId { level: 0, index: 1001, width: 3 };
    let bytes = bundle::encode(&[&b"one"[..], b"", b"three"]).unwrap();
    assert_eq!(bundle::decode(id, &bytes).unwrap(), [&b"one"[..], b"", b"three"]);
    let say = |bytes: &[u8]| bundle::decode(id, bytes).unwrap_err().to_string();
    let cut = "tile/entries/x001/001.p/3: the file ends inside entry 256258";
    assert_eq!(say(&bytes[..bytes.len() - 1]), cut);
    assert_eq!(say(&bytes[..8]), cut);
    let longer =
        "tile/entries/x001/001.p/3: 1 bytes are left after entry 256258, which is the last";
    assert_eq!(say(&[&bytes[..], b"x"].concat()), longer);
    assert!(bundle::encode(&[vec![0; 65_535]]).is_ok());
    let too_long = bundle::encode(&[vec![], vec![0; 65_536]]).unwrap_err();
    assert_eq!(too_long.to_string(), "entry 1 of the bundle has 65536 bytes; 65,535 fit");
}

proptest! {
    #[test]
    fn a_path_is_read_back(level in 0u8..8, index in any::<u64>(), width in 1u16..=256) {
        // No tile ends behind entry 2^64 - 1.
        let index = index >> (8 * (u32::from(level) + 1)).min(63) >> 1;
        let id = TileId { level, index, width: if level == 7 { width.min(255) } else { width } };
        prop_assert_eq!(Path::parse(&id.path()), Ok(Path::Tile(id)));
        if level == 0 {
            prop_assert_eq!(Path::parse(&id.bundle_path()), Ok(Path::Entries(id)));
        }
    }

    #[test]
    fn a_bundle_is_read_back(
        entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 1..=256),
    ) {
        let id = TileId { level: 0, index: 0, width: entries.len() as u16 };
        prop_assert_eq!(bundle::decode(id, &bundle::encode(&entries).unwrap()).unwrap(), entries);
    }
}
