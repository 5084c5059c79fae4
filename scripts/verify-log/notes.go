package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// cosigner is the type byte of keys that cosign (C2SP tlog-cosignature).
const cosigner = 4

// trust is whom to believe.
type trust struct {
	log       note.Verifier
	witnesses []note.Verifier
	quorum    int
}

// checkpoint is a log at one size.
type checkpoint struct {
	size int64
	root tlog.Hash
}

// witness verifies cosignature/v1. The note package knows signatures over the text alone.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

// newWitness reads NAME+ID+BASE64 of a key that cosigns.
func newWitness(vkey string) (*witness, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("a key is written name+id+base64")
	}
	data, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(data) != 1+ed25519.PublicKeySize {
		return nil, errors.New("it does not hold a type and 32 bytes in base64")
	}
	if data[0] != cosigner {
		return nil, fmt.Errorf("it is of type %d, and witnesses sign with type %d", data[0], cosigner)
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), data...))
	hash := binary.BigEndian.Uint32(sum[:4])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, errors.New("its id is not that of its name and key")
	}
	return &witness{parts[0], hash, data[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }

func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds(signature), text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

func seconds(signature []byte) uint64 { return binary.BigEndian.Uint64(signature[:8]) }

// openSigned checks that the city signed the note and returns its text.
func openSigned(message []byte, key note.Verifier) (string, error) {
	opened, err := note.Open(message, note.VerifierList(key))
	if err != nil {
		return "", signatureError(err, key)
	}
	return opened.Text, nil
}

func signatureError(err error, key note.Verifier) error {
	var unverified *note.UnverifiedNoteError
	if errors.As(err, &unverified) {
		return fmt.Errorf("it is not signed by %s", key.Name())
	}
	return err
}

// openCheckpoint checks the city's signature and reads the text.
func openCheckpoint(message []byte, key note.Verifier) (checkpoint, error) {
	text, err := openSigned(message, key)
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 {
		return checkpoint{}, fmt.Errorf("it has %d lines instead of origin, size and root", len(lines))
	}
	if lines[0] != key.Name() {
		return checkpoint{}, fmt.Errorf("its origin is %s, not %s", lines[0], key.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return checkpoint{}, fmt.Errorf("line 2 is no size: %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return checkpoint{}, fmt.Errorf("line 3 is no root: %q", lines[2])
	}
	return checkpoint{size, root}, nil
}

// openCosigned is openCheckpoint, and the quorum must have signed as well.
func openCosigned(message []byte, whom *trust) (checkpoint, error) {
	at, err := openCheckpoint(message, whom.log)
	if err != nil || len(whom.witnesses) == 0 {
		return at, err
	}
	all := append([]note.Verifier{whom.log}, whom.witnesses...)
	opened, err := note.Open(message, note.VerifierList(all...))
	if err != nil {
		return at, err
	}
	found := map[string]string{}
	for _, line := range opened.Sigs {
		found[line.Name] = line.Base64
	}
	var missing []string
	for _, key := range whom.witnesses {
		line, ok := found[key.Name()]
		if !ok {
			missing = append(missing, key.Name())
			continue
		}
		fmt.Printf("cosigned by %s at %s\n", key.Name(), when(line))
	}
	if have := len(whom.witnesses) - len(missing); have < whom.quorum {
		return at, fmt.Errorf("%d of %d witnesses have cosigned; missing are %s",
			have, whom.quorum, strings.Join(missing, ", "))
	}
	return at, nil
}

// when is the time in a cosignature that has been verified.
func when(line string) string {
	data, err := base64.StdEncoding.DecodeString(line)
	if err != nil || len(data) < 12 {
		return "no time"
	}
	return time.Unix(int64(seconds(data[4:])), 0).UTC().Format(time.RFC3339)
}
