package main

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// height of a tile: 256 hashes, eight levels of the tree.
const height = 8

// width of a full tile.
const width = 1 << height

// stored are the hashes of a tree in the order in which tlog numbers them.
type stored []tlog.Hash

// ReadHashes makes the slice a tlog.HashReader.
func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for place, index := range indexes {
		if index >= int64(len(s)) {
			return nil, fmt.Errorf("there is no hash %d", index)
		}
		hashes[place] = s[index]
	}
	return hashes, nil
}

// checkLog checks the whole log: signatures, every entry, every tile, the root, and that the old
// checkpoint and those of the receipts are its beginnings.
func checkLog(r *request, whom *trust, proven []checkpoint) error {
	if info, err := os.Stat(r.log); err != nil || !info.IsDir() {
		return badInput("%s is no folder", r.log)
	}
	message, err := fetch(r.log, "checkpoint")
	if err != nil {
		return err
	}
	now, err := openCosigned(message, whom)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	hashes, err := readEntries(r.log, now.size)
	if err != nil {
		return err
	}
	if err := checkUpper(r.log, now.size, hashes); err != nil {
		return err
	}
	root, err := rootOf(now.size, hashes)
	if err != nil {
		return err
	}
	if root != now.root {
		return fmt.Errorf("the tiles give another root of %d entries than the signed one", now.size)
	}
	fmt.Printf("%s: all %d entries stand where the root says\n", whom.log.Name(), now.size)
	if r.old != "" {
		message, err := readInput(r.old)
		if err != nil {
			return err
		}
		old, err := openCheckpoint(message, whom.log)
		if err != nil {
			return fmt.Errorf("the older checkpoint: %w", err)
		}
		if err := checkGrown(now, old, hashes); err != nil {
			return err
		}
	}
	for _, old := range proven {
		if err := checkGrown(now, old, hashes); err != nil {
			return fmt.Errorf("the checkpoint of the receipt: %w", err)
		}
	}
	return nil
}

// checkGrown checks that the tree of the old checkpoint is the beginning of the present one.
func checkGrown(now, old checkpoint, hashes stored) error {
	if old.size > now.size {
		return fmt.Errorf("the log shrank: it had %d entries and has %d", old.size, now.size)
	}
	if old.size == 0 {
		empty := tlog.Hash(sha256.Sum256(nil))
		if old.root != empty {
			return errors.New("the older checkpoint has no entries and not the root of none")
		}
		return nil
	}
	proof, err := tlog.ProveTree(now.size, old.size, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, now.size, now.root, old.size, old.root); err != nil {
		return fmt.Errorf("history was rewritten before entry %d: %w", old.size, err)
	}
	fmt.Printf("grown from %d entries, none of them changed\n", old.size)
	return nil
}

func rootOf(size int64, hashes stored) (tlog.Hash, error) {
	if size == 0 {
		return tlog.Hash(sha256.Sum256(nil)), nil
	}
	return tlog.TreeHash(size, hashes)
}

// readEntries reads every entry, compares its hash with the tile of level 0 and builds the tree.
func readEntries(folder string, size int64) (stored, error) {
	var hashes stored
	for first := int64(0); first < size; first += width {
		tile := tlog.Tile{H: height, L: 0, N: first / width, W: width}
		if size-first < width {
			tile.W = int(size - first)
		}
		leaves, err := fetchTile(folder, tile)
		if err != nil {
			return nil, err
		}
		bundle, err := fetchBundle(folder, tile)
		if err != nil {
			return nil, err
		}
		for place, entry := range bundle {
			number, leaf := first+int64(place), tlog.RecordHash(entry)
			if string(leaf[:]) != string(leaves[place*tlog.HashSize:(place+1)*tlog.HashSize]) {
				return nil, fmt.Errorf("entry %d does not have the hash that %s says", number, path(tile))
			}
			more, err := tlog.StoredHashesForRecordHash(number, leaf, hashes)
			if err != nil {
				return nil, err
			}
			hashes = append(hashes, more...)
		}
	}
	return hashes, nil
}

// checkUpper compares every tile above level 0 with what follows from the entries.
func checkUpper(folder string, size int64, hashes stored) error {
	for _, tile := range tlog.NewTiles(height, 0, size) {
		atLevel := size >> uint(height*tile.L)
		// tlog lists each width that the last tile ever had; the folder keeps the newest.
		newest := tile.W == width || int64(tile.W) == atLevel-tile.N*width
		if tile.L == 0 || !newest {
			continue
		}
		found, err := fetchTile(folder, tile)
		if err != nil {
			return err
		}
		wanted, err := tlog.ReadTileData(tile, hashes)
		if err != nil {
			return err
		}
		for place := 0; place < tile.W; place++ {
			from, to := place*tlog.HashSize, (place+1)*tlog.HashSize
			if string(found[from:to]) != string(wanted[from:to]) {
				return fmt.Errorf("hash %d of %s does not follow from the entries below it", place, path(tile))
			}
		}
	}
	return nil
}

// path is where a tile lies: tlog puts the height in front, C2SP does not.
func path(tile tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tile.H))
}

func bundlePath(tile tlog.Tile) string {
	return "tile/entries/" + strings.TrimPrefix(path(tile), "tile/0/")
}

// fetch reads a file of the log.
func fetch(folder, name string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing", name)
	}
	if err != nil {
		return nil, badInput("%v", err)
	}
	return data, nil
}

// fetchWhole reads the file of a tile and says whether it is the full one that has replaced it.
func fetchWhole(folder string, tile tlog.Tile, name func(tlog.Tile) string) ([]byte, bool, error) {
	data, err := fetch(folder, name(tile))
	if err == nil || tile.W == width {
		return data, false, err
	}
	full := tile
	full.W = width
	whole, missing := fetch(folder, name(full))
	if missing != nil {
		return nil, false, err
	}
	return whole, true, nil
}

// fetchTile reads as many hashes as the tile is wide.
func fetchTile(folder string, tile tlog.Tile) ([]byte, error) {
	data, whole, err := fetchWhole(folder, tile, path)
	if err != nil {
		return nil, err
	}
	wanted, held := tile.W*tlog.HashSize, len(data)
	if whole {
		if held != width*tlog.HashSize {
			return nil, fmt.Errorf("the full form of %s has %d bytes", path(tile), held)
		}
		return data[:wanted], nil
	}
	if held != wanted {
		return nil, fmt.Errorf("%s has %d bytes instead of %d", path(tile), held, wanted)
	}
	return data, nil
}

// fetchBundle reads as many entries as the tile is wide, each behind its length in 16 bits.
func fetchBundle(folder string, tile tlog.Tile) ([][]byte, error) {
	data, whole, err := fetchWhole(folder, tile, bundlePath)
	if err != nil {
		return nil, err
	}
	entries := make([][]byte, 0, tile.W)
	for place := 0; place < tile.W; place++ {
		number := tile.N*width + int64(place)
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("%s ends inside entry %d", bundlePath(tile), number)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries, data = append(entries, data[2:end]), data[end:]
	}
	if len(data) > 0 && !whole {
		return nil, fmt.Errorf("%s: %d bytes are left after its last entry", bundlePath(tile), len(data))
	}
	return entries, nil
}
