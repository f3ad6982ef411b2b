// SPDX-License-Identifier: Apache-2.0

// Command crosscheck compares logs, notes, receipts and consistency paths with the Go project's own
// implementation (golang.org/x/mod/sumdb), both ways.
//
//	crosscheck verify FOLDER KEY       checks a log; evidence lies in FOLDER.evidence
//	crosscheck make FOLDER SIGNER SIZE makes a log and its evidence
//	crosscheck fetch URL KEY CA FILE...  checks a log that is served (served.go)
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func require(good bool, what string) {
	if !good {
		must(fmt.Errorf("not so: %s", what))
	}
}

// tilePath is the C2SP name: the Go project's without the height.
func tilePath(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
}

func entriesPath(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
}

// tiles reads hash tiles from a folder.
type tiles struct{ folder string }

func (t tiles) Height() int                     { return height }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range list {
		data, err := os.ReadFile(filepath.Join(t.folder, tilePath(tile)))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

func parseCheckpoint(text, origin string) tlog.Tree {
	lines := strings.Split(text, "\n")
	require(len(lines) == 4 && lines[0] == origin && lines[3] == "", "a checkpoint of "+origin)
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	hash, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: hash}
}

func openCheckpoint(message []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(message, note.VerifierList(verifier))
	must(err)
	require(len(opened.Sigs) == 1, "one verified signature")
	return parseCheckpoint(opened.Text, verifier.Name())
}

func bundleOf(index int64, size int64) tlog.Tile {
	width := size - index*256
	if width > 256 {
		width = 256
	}
	return tlog.Tile{H: height, L: 0, N: index, W: int(width)}
}

func readEntries(folder string, size int64) [][]byte {
	var out [][]byte
	for first := int64(0); first < size; first += 256 {
		tile := bundleOf(first/256, size)
		data, err := os.ReadFile(filepath.Join(folder, entriesPath(tile)))
		must(err)
		for i := 0; i < tile.W; i++ {
			length := int(binary.BigEndian.Uint16(data))
			out = append(out, data[2:2+length])
			data = data[2+length:]
		}
		require(len(data) == 0, "nothing after the last entry")
	}
	return out
}

func parseHashes(lines []string) []tlog.Hash {
	var out []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		must(err)
		out = append(out, hash)
	}
	return out
}

func evidence(folder, pattern string) []string {
	files, err := filepath.Glob(filepath.Join(folder+".evidence", pattern))
	must(err)
	require(len(files) > 0, "there is evidence "+pattern)
	return files
}

// verifyReceipt checks "<index>.receipt" against the entries.
func verifyReceipt(file string, entries [][]byte, verifier note.Verifier) {
	data, err := os.ReadFile(file)
	must(err)
	head, checkpoint, found := bytes.Cut(data, []byte("\n\n"))
	require(found, "a blank line in "+file)
	lines := strings.Split(string(head), "\n")
	require(lines[0] == "c2sp.org/tlog-proof@v1", "the first line of "+file)
	extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	require(string(extra) == "tracker", "the extra data of "+file)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	tree := openCheckpoint(checkpoint, verifier)
	leaf := tlog.RecordHash(entries[index])
	must(tlog.CheckRecord(tlog.RecordProof(parseHashes(lines[3:])), tree.N, tree.Hash, index, leaf))
}

// verifyConsistency checks "<first>-<second>.consistency": a hash a line.
func verifyConsistency(file string, reader tlog.HashReader) {
	var first, second int64
	_, err := fmt.Sscanf(filepath.Base(file), "%d-%d.consistency", &first, &second)
	must(err)
	data, err := os.ReadFile(file)
	must(err)
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if len(data) == 0 {
		lines = nil
	}
	firstHash, err := tlog.TreeHash(first, reader)
	must(err)
	secondHash, err := tlog.TreeHash(second, reader)
	must(err)
	must(tlog.CheckTree(tlog.TreeProof(parseHashes(lines)), second, secondHash, first, firstHash))
}

func verify(folder, key string) {
	verifier, err := note.NewVerifier(key)
	must(err)
	checkpoint, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	must(err)
	tree := openCheckpoint(checkpoint, verifier)
	entries := readEntries(folder, tree.N)
	reader := tlog.TileHashReader(tree, tiles{folder})
	root, err := tlog.TreeHash(tree.N, reader)
	must(err)
	require(root == tree.Hash, "the tiles have the signed root")
	for i, entry := range entries {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))})
		must(err)
		require(hashes[0] == tlog.RecordHash(entry), fmt.Sprintf("entry %d has its hash", i))
	}
	for _, file := range evidence(folder, "*.receipt") {
		verifyReceipt(file, entries, verifier)
	}
	for _, file := range evidence(folder, "*.consistency") {
		verifyConsistency(file, reader)
	}
}

func write(path string, data []byte) {
	must(os.MkdirAll(filepath.Dir(path), 0o755))
	must(os.WriteFile(path, data, 0o644))
}

func joinHashes(hashes []tlog.Hash) string {
	out := ""
	for _, hash := range hashes {
		out += hash.String() + "\n"
	}
	return out
}

func makeTiles(folder string, size int64) tlog.HashReaderFunc {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, index := range indexes {
			out = append(out, stored[index])
		}
		return out, nil
	})
	var bundle []byte
	for i := int64(0); i < size; i++ {
		entry := []byte(fmt.Sprintf("go %d", i))
		hashes, err := tlog.StoredHashes(i, entry, reader)
		must(err)
		stored = append(stored, hashes...)
		bundle = append(bundle, 0, byte(len(entry)))
		bundle = append(bundle, entry...)
		if (i+1)%256 == 0 || i+1 == size {
			write(filepath.Join(folder, entriesPath(bundleOf(i/256, size))), bundle)
			bundle = nil
		}
	}
	for _, tile := range tlog.NewTiles(height, 0, size) {
		data, err := tlog.ReadTileData(tile, reader)
		must(err)
		write(filepath.Join(folder, tilePath(tile)), data)
	}
	return reader
}

func makeLog(folder, key string, size int64) {
	signer, err := note.NewSigner(key)
	must(err)
	reader := makeTiles(folder, size)
	root, err := tlog.TreeHash(size, reader)
	must(err)
	text := fmt.Sprintf("%s\n%d\n%s\n", signer.Name(), size, root)
	checkpoint, err := note.Sign(&note.Note{Text: text}, signer)
	must(err)
	write(filepath.Join(folder, "checkpoint"), checkpoint)
	for i := int64(0); i < size; i += 1 + i/5 {
		path, err := tlog.ProveRecord(size, i, reader)
		must(err)
		receipt := fmt.Sprintf("c2sp.org/tlog-proof@v1\nextra dHJhY2tlcg==\nindex %d\n%s\n%s", i,
			joinHashes(path), checkpoint)
		write(fmt.Sprintf("%s.evidence/%d.receipt", folder, i), []byte(receipt))
		path2, err := tlog.ProveTree(size, i+1, reader)
		must(err)
		write(fmt.Sprintf("%s.evidence/%d-%d.consistency", folder, i+1, size),
			[]byte(joinHashes(path2)))
	}
}

func main() {
	require(len(os.Args) > 3, "usage: crosscheck verify FOLDER KEY | make FOLDER SIGNER SIZE | fetch URL KEY CA FILE...")
	if os.Args[1] == "fetch" {
		require(len(os.Args) > 4, "fetch URL KEY CA")
		fetch(os.Args[2], os.Args[3], os.Args[4], os.Args[5:])
		return
	}
	if os.Args[1] == "verify" {
		verify(os.Args[2], os.Args[3])
		return
	}
	size, err := strconv.ParseInt(os.Args[4], 10, 64)
	must(err)
	makeLog(os.Args[2], os.Args[3], size)
}
