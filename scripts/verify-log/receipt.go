package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	proofHeader   = "c2sp.org/tlog-proof@v1\n"
	promiseHeader = "bening-promise/v1"
	maxHashes     = 63
)

// proof is a C2SP tlog-proof file.
type proof struct {
	extra      []byte
	index      int64
	hashes     tlog.RecordProof
	checkpoint []byte
}

// opening is the extra line of a receipt, in the order in which canonical JSON has the names.
type opening struct {
	Fact    json.RawMessage `json:"fact"`
	Promise string          `json:"promise"`
	Salt    string          `json:"salt"`
	Ticket  *string         `json:"ticket,omitempty"`
	V       int             `json:"v"`
}

// fact is what a receipt compares of the fact behind the entry.
type fact struct {
	Payload struct {
		Kind string `json:"kind"`
		Data struct {
			Number  string `json:"number"`
			Service string `json:"service"`
			Fee     int64  `json:"fee"`
		} `json:"data"`
	} `json:"payload"`
}

// checkReceipt checks a receipt with nothing but the keys. It returns the checkpoint of its proof,
// or nil when the receipt is the promise alone.
func checkReceipt(text []byte, whom *trust) (*checkpoint, error) {
	if !bytes.HasPrefix(text, []byte(proofHeader)) {
		promise, err := openPromise(text, whom)
		if err != nil {
			return nil, err
		}
		fmt.Printf("promise: %s; it is not in the log yet\n", promise["number"])
		return nil, nil
	}
	p, err := parseProof(text)
	if err != nil {
		return nil, fmt.Errorf("the receipt: %w", err)
	}
	entry, number, err := open(p.extra, whom)
	if err != nil {
		return nil, err
	}
	at, err := openCosigned(p.checkpoint, whom)
	if err != nil {
		return nil, fmt.Errorf("the checkpoint of the receipt: %w", err)
	}
	if err := tlog.CheckRecord(p.hashes, at.size, at.root, p.index, tlog.RecordHash(entry)); err != nil {
		return nil, fmt.Errorf("fact, salt, index and hashes of the receipt do not belong together: %w", err)
	}
	fmt.Printf("promise: %s; entry %d of %d\n", number, p.index, at.size)
	return &at, nil
}

func parseProof(text []byte) (*proof, error) {
	head, note, found := bytes.Cut(text, []byte("\n\n"))
	if !found {
		return nil, errors.New("it ends before the empty line and the checkpoint")
	}
	lines := strings.Split(string(head), "\n")[1:]
	p := &proof{checkpoint: note}
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[0], "extra "))
		if err != nil {
			return nil, fmt.Errorf("its extra line: %w", err)
		}
		p.extra, lines = extra, lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return nil, errors.New("it has no line with an index")
	}
	digits := strings.TrimPrefix(lines[0], "index ")
	index, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || index < 0 || strconv.FormatInt(index, 10) != digits {
		return nil, fmt.Errorf("its index is %q", digits)
	}
	p.index, lines = index, lines[1:]
	if len(lines) > maxHashes {
		return nil, fmt.Errorf("it has %d hashes", len(lines))
	}
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, fmt.Errorf("%q is no hash", line)
		}
		p.hashes = append(p.hashes, hash)
	}
	return p, nil
}

// open checks promise and fact of a receipt against each other and returns the entry that must be
// in the log, with the number of the application.
func open(extra []byte, whom *trust) ([]byte, string, error) {
	var o opening
	decoder := json.NewDecoder(bytes.NewReader(extra))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&o); err != nil {
		return nil, "", fmt.Errorf("the extra line of the receipt: %w", err)
	}
	if again, err := canonical(o); err != nil || !bytes.Equal(again, extra) || o.V != 1 {
		return nil, "", errors.New("the extra line of the receipt is not what a receipt holds")
	}
	promise, err := openPromise([]byte(o.Promise), whom)
	if err != nil {
		return nil, "", err
	}
	var f fact
	if err := json.Unmarshal(o.Fact, &f); err != nil || f.Payload.Kind != "application.submitted" {
		return nil, "", errors.New("the fact of the receipt is not that an application was submitted")
	}
	said := f.Payload.Data
	for _, pair := range [][3]string{
		{"number", strings.ReplaceAll(promise["number"], "-", ""), said.Number},
		{"service", promise["service"], said.Service},
		{"fee", promise["fee"], strconv.FormatInt(said.Fee, 10)},
	} {
		if pair[1] != pair[2] {
			return nil, "", fmt.Errorf("the promise says %s %s and the logged fact says %s", pair[0], pair[1], pair[2])
		}
	}
	salt, err := base64.StdEncoding.DecodeString(o.Salt)
	if err != nil || len(salt) != sha256.Size {
		return nil, "", errors.New("the salt of the receipt is not 32 bytes in base64")
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write(o.Fact)
	commitment := base64.StdEncoding.EncodeToString(mac.Sum(nil))
	return []byte(`{"commitment":"` + commitment + `","v":1}`), promise["number"], nil
}

// canonical spells the extra line as RFC 8785 does. Of the fact it keeps the bytes: the commitment
// is over them.
func canonical(o opening) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(o); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

// openPromise checks the city's signature under a promise and returns its values by name.
func openPromise(message []byte, whom *trust) (map[string]string, error) {
	text, err := openSigned(message, whom.log)
	if err != nil {
		return nil, fmt.Errorf("the promise: %w", err)
	}
	names := []string{"origin", "number", "service", "received", "promise", "check", "fee"}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != promiseHeader || len(lines) != len(names)+1 {
		return nil, fmt.Errorf("the promise: it is not a %s of %d lines", promiseHeader, len(names)+1)
	}
	values := map[string]string{}
	for place, name := range names {
		value := strings.TrimPrefix(lines[place+1], name+" ")
		if value == lines[place+1] || value == "" {
			return nil, fmt.Errorf("the promise: line %d is not the word %s and its value", place+2, name)
		}
		values[name] = value
	}
	if values["origin"] != whom.log.Name() {
		return nil, fmt.Errorf("the promise is of %s, not of %s", values["origin"], whom.log.Name())
	}
	return values, nil
}
