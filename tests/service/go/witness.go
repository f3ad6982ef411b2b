// SPDX-License-Identifier: Apache-2.0

// Command witness is another implementation of C2SP tlog-witness and tlog-cosignature, made from
// the specifications alone, on the Go project's own notes and logs (golang.org/x/mod/sumdb).
//
//	witness serve NAME SEED LOG CERT KEY        a witness; prints its key and its port
//	witness key NAME SEED                       prints its key
//	witness ask URL CA LOG WITNESS FOLDER       asks another witness for everything it must do
//	witness verify CHECKPOINT LOG WITNESS...    prints how many witnesses have signed
//
// SEED is 32 bytes in hex, LOG and WITNESS are keys, FOLDER is that of the log.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

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

// keyHash is the id of a cosigner's key.
func keyHash(name string, key ed25519.PublicKey) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n\x04"), key...))
	return binary.BigEndian.Uint32(sum[:])
}

// cosigner verifies the lines of one witness.
type cosigner struct {
	name string
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return keyHash(c.name, c.key) }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	return at > 0 && at <= uint64(time.Now().Unix()) &&
		ed25519.Verify(c.key, cosigned(at, string(text)), signature[8:])
}

func cosigned(at uint64, text string) []byte {
	return []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text))
}

func parseCosigner(text string) cosigner {
	parts := strings.SplitN(text, "+", 3)
	require(len(parts) == 3, "a key "+text)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	require(len(key) == 33 && key[0] == 4, "a cosigner's key "+text)
	out := cosigner{parts[0], key[1:]}
	require(fmt.Sprintf("%08x", out.KeyHash()) == parts[1], "the id of "+text)
	return out
}

func (c cosigner) String() string {
	return fmt.Sprintf("%s+%08x+%s", c.name, c.KeyHash(),
		base64.StdEncoding.EncodeToString(append([]byte{4}, c.key...)))
}

func parseCheckpoint(text string) (string, tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] == "" {
		return "", tlog.Tree{}, errors.New("no checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] {
		return "", tlog.Tree{}, errors.New("no size")
	}
	hash, err := tlog.ParseHash(lines[2])
	return lines[0], tlog.Tree{N: size, Hash: hash}, err
}

// question is the body of an add-checkpoint.
type question struct {
	old   int64
	proof tlog.TreeProof
	note  []byte
}

func parseQuestion(body []byte) (question, error) {
	head, rest, found := bytes.Cut(body, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || !strings.HasPrefix(lines[0], "old ") || len(lines) > 64 {
		return question{}, errors.New("malformed")
	}
	old, err := strconv.ParseInt(lines[0][4:], 10, 64)
	if err != nil || strconv.FormatInt(old, 10) != lines[0][4:] || old < 0 {
		return question{}, errors.New("no old size")
	}
	out := question{old: old, note: rest}
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return question{}, err
		}
		out.proof = append(out.proof, hash)
	}
	return out, nil
}

func (q question) encode() []byte {
	out := fmt.Sprintf("old %d\n", q.old)
	for _, hash := range q.proof {
		out += hash.String() + "\n"
	}
	return append([]byte(out+"\n"), q.note...)
}

// witness remembers one log, in memory.
type witness struct {
	mutex  sync.Mutex
	name   string
	key    ed25519.PrivateKey
	log    note.Verifier
	latest tlog.Tree
}

func (w *witness) public() cosigner {
	return cosigner{w.name, w.key.Public().(ed25519.PublicKey)}
}

func (w *witness) line(text string) string {
	at := uint64(time.Now().Unix())
	var signature []byte
	signature = binary.BigEndian.AppendUint32(signature, w.public().KeyHash())
	signature = binary.BigEndian.AppendUint64(signature, at)
	signature = append(signature, ed25519.Sign(w.key, cosigned(at, text))...)
	return fmt.Sprintf("— %s %s\n", w.name, base64.StdEncoding.EncodeToString(signature))
}

func goesOn(old, next tlog.Tree, proof tlog.TreeProof) bool {
	if old.N == 0 {
		return len(proof) == 0 && (next.N > 0 || next.Hash == sha256.Sum256(nil))
	}
	return tlog.CheckTree(proof, next.N, next.Hash, old.N, old.Hash) == nil
}

// answer gives the status, and the body or the size.
func (w *witness) answer(body []byte) (int, string) {
	asked, err := parseQuestion(body)
	if err != nil {
		return 400, ""
	}
	text, _, _ := bytes.Cut(asked.note, []byte("\n\n"))
	origin, next, err := parseCheckpoint(string(text) + "\n")
	if err != nil {
		return 400, ""
	}
	if origin != w.log.Name() {
		return 404, ""
	}
	opened, err := note.Open(asked.note, note.VerifierList(w.log))
	if err != nil {
		return 403, ""
	}
	if asked.old > next.N {
		return 400, ""
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if asked.old != w.latest.N {
		return 409, fmt.Sprintf("%d\n", w.latest.N)
	}
	if !goesOn(w.latest, next, asked.proof) {
		return 422, ""
	}
	w.latest = next
	return 200, w.line(opened.Text)
}

func (w *witness) ServeHTTP(out http.ResponseWriter, request *http.Request) {
	if request.URL.Path != "/add-checkpoint" || request.Method != "POST" {
		out.WriteHeader(404)
		return
	}
	body, err := io.ReadAll(io.LimitReader(request.Body, 1<<16))
	if err != nil {
		return
	}
	status, text := w.answer(body)
	if status == 409 {
		out.Header().Set("Content-Type", "text/x.tlog.size")
	}
	out.WriteHeader(status)
	_, _ = io.WriteString(out, text)
}

func newWitness(name, seed string) *witness {
	secret, err := hex.DecodeString(seed)
	must(err)
	return &witness{name: name, key: ed25519.NewKeyFromSeed(secret)}
}

func serve(name, seed, log, certificate, key string) {
	w := newWitness(name, seed)
	verifier, err := note.NewVerifier(log)
	must(err)
	w.log = verifier
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	fmt.Printf("%d\n", listener.Addr().(*net.TCPAddr).Port)
	must(http.ServeTLS(listener, w, certificate, key))
}

// tiles reads hash tiles from a folder.
type tiles struct{ folder string }

func (t tiles) Height() int                     { return 8 }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range list {
		name := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.folder, name))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

// asker asks another witness.
type asker struct {
	client *http.Client
	url    string
}

func (a asker) ask(body []byte) (int, string, string) {
	answer, err := a.client.Post(a.url+"/add-checkpoint", "application/octet-stream",
		bytes.NewReader(body))
	must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(err)
	return answer.StatusCode, answer.Header.Get("Content-Type"), string(text)
}

func (a asker) expect(status int, what string, body []byte) string {
	got, _, text := a.ask(body)
	require(got == status, fmt.Sprintf("%s is answered by %d, not %d", what, status, got))
	return text
}

// learn asks with a wrong old size for what the witness has.
func (a asker) learn(checkpoint []byte, wrong int64) int64 {
	status, kind, text := a.ask(question{old: wrong, note: checkpoint}.encode())
	require(status == 409 && kind == "text/x.tlog.size", "a wrong old size is answered by the right one")
	size, err := strconv.ParseInt(strings.TrimSuffix(text, "\n"), 10, 64)
	must(err)
	require(fmt.Sprintf("%d\n", size) == text, "the form of the size")
	return size
}

func newAsker(url, ca string) asker {
	pem, err := os.ReadFile(ca)
	must(err)
	pool := x509.NewCertPool()
	require(pool.AppendCertsFromPEM(pem), "a certificate")
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	return asker{&http.Client{Transport: transport, Timeout: 20 * time.Second}, url}
}

// withLine is the note with the log's signature alone, its last byte changed by so much.
func withLine(opened *note.Note, change byte) []byte {
	signature, err := base64.StdEncoding.DecodeString(opened.Sigs[0].Base64)
	must(err)
	signature[len(signature)-1] ^= change
	return []byte(fmt.Sprintf("%s\n— %s %s\n", opened.Text, opened.Sigs[0].Name,
		base64.StdEncoding.EncodeToString(signature)))
}

func ask(url, ca, log, by, folder string) {
	a := newAsker(url, ca)
	verifier, err := note.NewVerifier(log)
	must(err)
	checkpoint, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	must(err)
	opened, err := note.Open(checkpoint, note.VerifierList(verifier))
	must(err)
	checkpoint = withLine(opened, 0)
	_, tree, err := parseCheckpoint(opened.Text)
	must(err)
	require(tree.N > 1, "a log of some entries")
	size := a.learn(checkpoint, 1)
	if size == 1 { // then that was right
		size = a.learn(checkpoint, 0)
	}
	reader := tlog.TileHashReader(tree, tiles{folder})
	good := question{old: size, note: checkpoint}
	if size > 0 {
		good.proof, err = tlog.ProveTree(tree.N, size, reader)
		must(err)
	}
	bad := good
	bad.proof = append(append(tlog.TreeProof{}, good.proof...), tlog.Hash{1})
	a.expect(422, "a wrong proof", bad.encode())
	a.expect(400, "no question", []byte("old x\n\n"))
	a.expect(400, "an old size above the size", question{old: tree.N + 1, note: checkpoint}.encode())
	a.expect(403, "a wrong signature", question{old: size, note: withLine(opened, 1)}.encode())
	other := append([]byte("other "), checkpoint...)
	a.expect(404, "an unknown log", question{old: size, note: other}.encode())
	lines := a.expect(200, "a good question", good.encode())
	witness := parseCosigner(by)
	both, err := note.Open([]byte(opened.Text+"\n"+lines), note.VerifierList(witness))
	must(err)
	require(len(both.Sigs) == 1, "one cosignature")
	require(a.learn(checkpoint, 0) == tree.N, "the witness has signed all")
	fmt.Println(tree.N)
}

func verify(file, log string, witnesses []string) {
	checkpoint, err := os.ReadFile(file)
	must(err)
	verifier, err := note.NewVerifier(log)
	must(err)
	_, err = note.Open(checkpoint, note.VerifierList(verifier))
	must(err)
	known := []note.Verifier{verifier}
	for _, text := range witnesses {
		known = append(known, parseCosigner(text))
	}
	opened, err := note.Open(checkpoint, note.VerifierList(known...))
	must(err)
	fmt.Println(len(opened.Sigs) - 1)
}

func main() {
	args := os.Args[1:]
	switch {
	case len(args) == 6 && args[0] == "serve":
		serve(args[1], args[2], args[3], args[4], args[5])
	case len(args) == 3 && args[0] == "key":
		fmt.Println(newWitness(args[1], args[2]).public())
	case len(args) == 6 && args[0] == "ask":
		ask(args[1], args[2], args[3], args[4], args[5])
	case len(args) >= 3 && args[0] == "verify":
		verify(args[1], args[2], args[3:])
	default:
		must(errors.New("usage: see the comment at the top"))
	}
}
