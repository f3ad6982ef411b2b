// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// servedLog reads a log in the layout of C2SP tlog-tiles over HTTPS.
type servedLog struct {
	url    string
	client *http.Client
	cache  map[string][]byte // tiles that were verified
}

func newServedLog(url, authorities string) *servedLog {
	pem, err := os.ReadFile(authorities)
	must(err)
	pool := x509.NewCertPool()
	require(pool.AppendCertsFromPEM(pem), "certificates of authorities")
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	return &servedLog{url, &http.Client{Transport: transport}, map[string][]byte{}}
}

// get gives nothing for a file that is not there.
func (l *servedLog) get(path string) ([]byte, error) {
	answer, err := l.client.Get(l.url + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode == http.StatusNotFound {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return body, nil
}

func (l *servedLog) Height() int { return height }

func (l *servedLog) SaveTiles(list []tlog.Tile, data [][]byte) {
	for i, tile := range list {
		l.cache[tilePath(tile)] = data[i]
	}
}

// readTile gives the full form, cut, where the partial one is gone.
func (l *servedLog) readTile(tile tlog.Tile) ([]byte, error) {
	if data, found := l.cache[tilePath(tile)]; found {
		return data, nil
	}
	data, err := l.get(tilePath(tile))
	if err != nil || data != nil {
		return data, err
	}
	full := tile
	full.W = 1 << height
	data, err = l.get(tilePath(full))
	if err == nil && len(data) < tile.W*tlog.HashSize {
		err = fmt.Errorf("there is no tile %s", tilePath(tile))
	}
	if err != nil {
		return nil, err
	}
	return data[:tile.W*tlog.HashSize], nil
}

func (l *servedLog) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range list {
		data, err := l.readTile(tile)
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

func (l *servedLog) entries(size int64) [][]byte {
	var out [][]byte
	for first := int64(0); first < size; first += 256 {
		tile := bundleOf(first/256, size)
		data, err := l.get(entriesPath(tile))
		must(err)
		if data == nil {
			data, err = l.get(entriesPath(bundleOf(first/256, first+256)))
			must(err)
		}
		for i := 0; i < tile.W; i++ {
			length := int(binary.BigEndian.Uint16(data))
			out = append(out, data[2:2+length])
			data = data[2+length:]
		}
	}
	return out
}

// checkReceipt checks a receipt with its entry in it against a log that goes on from it.
func checkReceipt(file string, now tlog.Tree, reader tlog.HashReader, verifier note.Verifier) {
	data, err := os.ReadFile(file)
	must(err)
	head, checkpoint, found := bytes.Cut(data, []byte("\n\n"))
	require(found, "a blank line in "+file)
	lines := strings.Split(string(head), "\n")
	require(lines[0] == "c2sp.org/tlog-proof@v1", "the first line of "+file)
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	then := openCheckpoint(checkpoint, verifier)
	path := tlog.RecordProof(parseHashes(lines[3:]))
	must(tlog.CheckRecord(path, then.N, then.Hash, index, tlog.RecordHash(entry)))
	checkExtends(then, now, reader)
	path, err = tlog.ProveRecord(now.N, index, reader)
	must(err)
	must(tlog.CheckRecord(path, now.N, now.Hash, index, tlog.RecordHash(entry)))
}

func checkExtends(then, now tlog.Tree, reader tlog.HashReader) {
	path, err := tlog.ProveTree(now.N, then.N, reader)
	must(err)
	must(tlog.CheckTree(path, now.N, now.Hash, then.N, then.Hash))
}

// fetch verifies all of a log that is served, and that it goes on from the receipts and from the
// older checkpoints in these files; it prints the log's checkpoint.
func fetch(url, key, authorities string, files []string) {
	verifier, err := note.NewVerifier(key)
	must(err)
	log := newServedLog(url, authorities)
	signed, err := log.get("checkpoint")
	must(err)
	now := openCheckpoint(signed, verifier)
	reader := tlog.TileHashReader(now, log)
	for i, entry := range log.entries(now.N) {
		path, err := tlog.ProveRecord(now.N, int64(i), reader)
		must(err)
		must(tlog.CheckRecord(path, now.N, now.Hash, int64(i), tlog.RecordHash(entry)))
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".receipt") {
			checkReceipt(file, now, reader, verifier)
			continue
		}
		data, err := os.ReadFile(file)
		must(err)
		checkExtends(openCheckpoint(data, verifier), now, reader)
	}
	fmt.Print(string(signed))
}
